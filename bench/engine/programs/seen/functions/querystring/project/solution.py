def parse_query(query: str) -> dict[str, list[str]]:
    """
    Parse a query string such as "a=1&b=2" into a dictionary that maps each
    key to the list of its values, in the order in which they appear.

    Parts are separated by '&'; empty parts are skipped. The first '=' of a
    part separates key and value; a part without '=' is a key with an empty
    value. In values, each '+' stands for a space.

    >>> parse_query("a=1&b=2&a=3")
    {'a': ['1', '3'], 'b': ['2']}
    >>> parse_query("q=red+shoes")
    {'q': ['red shoes']}
    >>> parse_query("debug&x=")
    {'debug': [''], 'x': ['']}
    """
    params: dict[str, list[str]] = {}
    for part in query.split("&"):
        if not part:
            continue
        key, _, raw = part.partition("=")
        value = raw.replace("+", " ")
        params.setdefault(key, []).append(raw)
    return params
