def squeeze(text: str, chars: str) -> str:
    """Shorten every run of one repeated character to a single character.

    This is done only for the characters named in chars; all other runs keep
    their length.

    >>> squeeze("aabbcc", "b")
    'aabcc'
    >>> squeeze("no   more  spaces", " ")
    'no more spaces'
    >>> squeeze("hello!!", "!l")
    'helo!'
    """
    kept: list[str] = []
    for char in text:
        if not kept or kept[-1] != char or char not in chars:
            kept.append(char)
    return "".join(kept)
