def next_row(row: list[int]) -> list[int]:
    inner = [a + b for a, b in zip(row, row[1:])]
    return [1] + inner + [1]


def pascal_column(rows: int, column: int) -> list[int]:
    """Build the first `rows` rows of Pascal's triangle and return the
    entries found in the given column (counted from 0), top to bottom.
    Rows that are too short to have that column are skipped.

    >>> pascal_column(5, 0)
    [1, 1, 1, 1, 1]
    >>> pascal_column(5, 2)
    [1, 3, 6]
    >>> pascal_column(2, 4)
    []
    """
    entries = []
    row = [1]
    for _ in range(rows):
        if column < len(entries):
            entries.append(row[column])
        row = next_row(row)
    return entries
