def drop_blocks(grid: list[str]) -> list[str]:
    """Let every block '#' fall down as far as it can in its column.

    The rows of the grid are strings of equal length, top row first; '.' is
    an empty place.

    >>> drop_blocks(["#.", ".."])
    ['..', '#.']
    >>> drop_blocks(["##", ".#", "#."])
    ['..', '##', '##']
    >>> drop_blocks([])
    []
    """
    height = len(grid)
    columns = []
    for column in zip(*grid):
        blocks = "#" * column.count("#")
        columns.append(blocks.ljust(height, "."))
    return ["".join(row) for row in zip(*columns)]
