def paragraphs(text: str) -> list[str]:
    """Split text into paragraphs, each given as one line.

    Paragraphs are separated by one or more blank lines (lines of nothing but
    spaces are blank). The lines of a paragraph are stripped and joined with
    single spaces.

    >>> paragraphs("one\\ntwo\\n\\nthree")
    ['one two', 'three']
    >>> paragraphs("  a\\n\\n\\n  b  ")
    ['a', 'b']
    >>> paragraphs("")
    []
    """
    found: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.strip()
        if line:
            lines.append(line)
        else:
            found.append(" ".join(lines))
            lines = []
    if lines:
        found.append(" ".join(lines))
    return found
