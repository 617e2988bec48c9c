def replace_last(text: str, old: str, new: str, count: int = 1) -> str:
    """Replace the last count occurrences of old in text by new.

    Occurrences are searched from the right and do not overlap. If there are
    fewer than count of them, all are replaced. With an empty old the text
    comes back unchanged. count is not negative.

    >>> replace_last("a-b-c", "-", "+")
    'a-b+c'
    >>> replace_last("a-b-c-d", "-", "+", 2)
    'a-b+c+d'
    >>> replace_last("abc", "x", "y")
    'abc'
    """
    if not old:
        return text
    pieces = text.split(old, count)
    return new.join(pieces)
