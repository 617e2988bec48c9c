def normalize_path(path: str) -> str:
    """Simplify a Unix path without looking at the file system.

    Empty parts and "." are dropped, and ".." removes the part before it. At the
    top of an absolute path ".." does nothing; at the beginning of a relative
    path it is kept. An empty result is "." (for an absolute path: "/").

    >>> normalize_path("/usr//lib/../bin/.")
    '/usr/bin'
    >>> normalize_path("../../a/b/..")
    '../../a'
    >>> normalize_path("a/..")
    '.'
    """
    absolute = path.startswith("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            parts.append(part)
        elif parts and parts[-1] != "..":
            parts.pop()
        elif not absolute:
            parts.append("..")
    joined = "/".join(parts)
    if absolute:
        return "/" + joined
    return joined or "."
