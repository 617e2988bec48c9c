def rejoin(text: str) -> str:
    """Turn text that was broken into lines back into a single line.

    Lines are stripped, empty ones are dropped, and the rest is joined with
    single spaces. If a line ends in a hyphen, the hyphen goes away and the
    next line follows without a space; the last line keeps its hyphen.

    >>> rejoin("some\\nwords")
    'some words'
    >>> rejoin("an exam-\\nple here")
    'an example here'
    >>> rejoin("a well-\\nknown fact-")
    'a wellknown fact-'
    """
    joined = ""
    for line in text.split("\n"):
        line = line.strip()
        if not line:
            continue
        if joined.endswith("-"):
            joined = joined[:-1] + line
        elif joined:
            joined += " " + line
        else:
            joined = line
    return joined
