"""Take URLs apart and put them together."""

HEX = "0123456789abcdefABCDEF"


def unquote(text):
    """Decode %41 and +; a % without two hex digits stays as it is."""
    result = bytearray()
    position = 0
    while position < len(text):
        char = text[position]
        code = text[position + 1:position + 3]
        if char == "%" and len(code) == 2 and all(c in HEX for c in code):
            result.append(int(code, 16))
            position += 3
            continue
        result.extend(b" " if char == "+" else char.encode())
        position += 1
    return result.decode("utf-8", "replace")


def split_url(url):
    """Return (path, query), without the fragment.

    >>> split_url("/a/b?x=1#top")
    ('/a/b', 'x=1')
    """
    url, _, _ = url.partition("#")
    path, _, query = url.partition("?")
    return path, query


def parse_query(query):
    """Return {name: [values]}; a name without "=" has the value "".

    >>> parse_query("a=1&b=&a=x+y")
    {'a': ['1', 'x y'], 'b': ['']}
    """
    values = {}
    for part in query.split("&"):
        if not part:
            continue
        name, _, value = part.partition("=")
        values.setdefault(unquote(name), []).append(unquote(value))
    return values


def join(*parts):
    """Join path parts with exactly one slash between them; keep a final one.

    >>> join("/api/", "/users", "7/")
    '/api/users/7/'
    """
    cleaned = [part.strip("/") for part in parts]
    path = "/" + "/".join(part for part in cleaned if part)
    if parts and parts[-1].endswith("/") and path != "/":
        path += "/"
    return path
