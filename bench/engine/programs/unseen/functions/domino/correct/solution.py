Tile = tuple[int, int]


def lay_out(tiles: list[Tile]) -> list[Tile]:
    """Lay domino tiles in a row, in the order given, as far as they fit.

    The first tile is laid as it is. Each next tile must show, at its left,
    the number at the right end of the row; it is turned around if that makes
    it fit. The first tile that fits neither way ends the row.

    >>> lay_out([(1, 2), (2, 3)])
    [(1, 2), (2, 3)]
    >>> lay_out([(1, 2), (5, 2), (5, 6)])
    [(1, 2), (2, 5), (5, 6)]
    >>> lay_out([(1, 2), (3, 4), (2, 2)])
    [(1, 2)]
    """
    row: list[Tile] = []
    for left, right in tiles:
        if not row or row[-1][1] == left:
            row.append((left, right))
        elif row[-1][1] == right:
            row.append((right, left))
        else:
            break
    return row
