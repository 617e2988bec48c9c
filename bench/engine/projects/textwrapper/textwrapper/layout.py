"""Place text in boxes and columns."""

FILLERS = {
    "left": str.ljust,
    "right": str.rjust,
    "center": str.center,
}


def align(line, width, how="left"):
    """Pad a line to `width`."""
    if how not in FILLERS:
        raise ValueError("unknown alignment: %s" % how)
    return FILLERS[how](line, width)


def box(lines, how="left"):
    """Draw a frame around lines."""
    width = max((len(line) for line in lines), default=0)
    edge = "+" + "-" * (width + 2) + "+"
    body = ["| " + align(line, width, how) + " |" for line in lines]
    return [edge] + body + [edge]


def columns(items, count, gap=2):
    """Lay items out row by row in `count` columns, as a list of lines."""
    rows = [items[i:i + count] for i in range(0, len(items), count)]
    widths = [0] * count
    for row in rows:
        for i, item in enumerate(row):
            widths[i] = max(widths[i], len(item))
    lines = []
    for row in rows:
        cells = [item.ljust(widths[i]) for i, item in enumerate(row)]
        lines.append((" " * gap).join(cells).rstrip())
    return lines
