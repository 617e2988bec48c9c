"""Functions without annotations: geometry, tables, matching brackets."""


def area(points):
    """Return twice the area of a polygon."""
    total = 0
    for place in range(len(points)):
        x1, y1 = points[place]
        x2, y2 = points[(place + 1) % len(points)]
        total += x1 * y2 - x2 * y1
    return abs(total)


def balanced(text):
    """Tell whether brackets match."""
    pairs = {")": "(", "]": "[", "}": "{"}
    open_brackets = []
    for char in text:
        if char in pairs.values():
            open_brackets.append(char)
        elif char in pairs:
            if not open_brackets or open_brackets.pop() != pairs[char]:
                return False
    return not open_brackets


def transpose(rows):
    """Turn rows into columns; short rows are filled with None."""
    width = max((len(row) for row in rows), default=0)
    return [[row[i] if i < len(row) else None for row in rows] for i in range(width)]


def bucket(value, edges):
    """Return the number of edges that are not above the value."""
    place = 0
    while place < len(edges) and edges[place] <= value:
        place += 1
    return place


def median(numbers):
    """Return the middle of some numbers."""
    if not numbers:
        raise ValueError("no numbers")
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def format_table(rows, separator=" | "):
    """Return rows of texts as lines with aligned columns."""
    widths = {}
    for row in rows:
        for column, cell in enumerate(row):
            widths[column] = max(widths.get(column, 0), len(cell))
    lines = []
    for row in rows:
        cells = [cell.ljust(widths[column]) for column, cell in enumerate(row)]
        lines.append(separator.join(cells).rstrip())
    return "\n".join(lines)
