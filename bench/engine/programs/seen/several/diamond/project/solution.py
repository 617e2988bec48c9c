def diamond(n):
    """A diamond of stars that is n stars wide in the middle (n is at least 1;
    if n is even, it is made n + 1). Returns the list of its lines, with
    spaces on the left but none on the right."""
    if n % 2 == 0:
        n = n + 1
    lines = []
    stars = 1
    while stars < n:
        spaces = (n - stars) // 2
        lines.append(" " * spaces + "*" * stars)
        stars = stars + 2
    stars = n - 2
    while stars > 0:
        lines.append(" " * spaces + "*" * stars)
        stars = stars - 2
    return lines
