def format_key(key: str, size: int) -> str:
    """
    Format a licence key. The key consists of letters, digits and dashes. All
    letters are put in upper case and the characters are arranged in groups of
    the given size, separated by single dashes; only the first group may be
    shorter. The dashes of the given key have no meaning. A key without letters
    and digits gives the empty string.

    >>> format_key("5F3Zx2e9w", 4)
    '5-F3ZX-2E9W'
    >>> format_key("2-5g-3-J", 2)
    '2-5G-3J'
    >>> format_key("---", 3)
    ''
    """
    chars = key.replace("-", "").upper()
    groups = []
    first = len(chars) % size
    if first:
        groups.append(chars[:first])
    for start in range(first, len(chars), size):
        groups.append(chars[start:start + size])
    return "-".join(groups)
