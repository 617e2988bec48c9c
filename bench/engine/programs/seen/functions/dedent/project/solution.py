def dedent(text: str) -> str:
    r"""Remove the indentation that all lines of a text have in common.

    Lines end with "\n"; indentation is made of spaces. Lines of nothing but
    spaces do not count and become empty. All newlines stay as they are.

    >>> dedent("  if x:\n      y()\n")
    'if x:\n    y()\n'
    >>> dedent("    a\n\n  b")
    '  a\n\nb'
    >>> dedent("a\n  b")
    'a\n  b'
    """
    lines = text.splitlines()
    margins = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")]
    margin = min(margins, default=0)
    return "\n".join(line[margin:] if line.strip(" ") else "" for line in lines)
