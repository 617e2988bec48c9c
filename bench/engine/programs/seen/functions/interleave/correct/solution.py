def interleave(first: str, second: str) -> str:
    """Merge two strings by taking characters from them in turn.

    The first string begins; what is left over of the longer string is
    put at the end.

    >>> interleave("abc", "123")
    'a1b2c3'
    >>> interleave("ab", "wxyz")
    'awbxyz'
    >>> interleave("wxyz", "ab")
    'waxbyz'
    """
    merged = []
    common = min(len(first), len(second))
    for k in range(common):
        merged.append(first[k])
        merged.append(second[k])
    if len(first) > common:
        merged.append(first[common:])
    else:
        merged.append(second[common:])
    return "".join(merged)
