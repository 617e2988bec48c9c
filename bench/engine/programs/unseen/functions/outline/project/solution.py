LEVELS = 3


def number_headings(lines: list[str]) -> list[str]:
    """Replace the marks of headings by numbers such as "2.1".

    A heading is a line of one to three marks '#', a space and a title; the
    count of marks is its level. Headings are numbered within the heading of
    the level above them (a level that has no heading yet counts as 0). Other
    lines are left alone.

    >>> number_headings(["# Intro", "some text", "# Usage"])
    ['1 Intro', 'some text', '2 Usage']
    >>> number_headings(["# A", "## B", "## C", "# D", "## E"])
    ['1 A', '1.1 B', '1.2 C', '2 D', '2.1 E']
    """
    counts = [0] * LEVELS
    result = []
    for line in lines:
        marks, space, title = line.partition(" ")
        level = len(marks)
        if not space or marks != "#" * level or not 1 <= level <= LEVELS:
            result.append(line)
            continue
        counts[level - 1] += 1
        for deeper in range(level + 1, LEVELS):
            counts[deeper] = 0
        number = ".".join(str(count) for count in counts[:level])
        result.append(f"{number} {title}")
    return result
