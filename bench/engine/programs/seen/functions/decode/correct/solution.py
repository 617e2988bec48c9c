def expand(code: str) -> str:
    """Expand a code in which n[...] stands for n copies of the inner part.

    The code consists of letters and correctly nested groups n[...], where
    n is a positive number.

    >>> expand("3[a]2[bc]")
    'aaabcbc'
    >>> expand("2[x3[y]]z")
    'xyyyxyyyz'
    >>> expand("plain")
    'plain'
    """
    stack = []
    current = ""
    number = 0
    for ch in code:
        if ch.isdigit():
            number = number * 10 + int(ch)
        elif ch == "[":
            stack.append((current, number))
            current = ""
            number = 0
        elif ch == "]":
            previous, count = stack.pop()
            current = previous + current * count
        else:
            current += ch
    return current
