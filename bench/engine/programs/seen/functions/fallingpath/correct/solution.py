def cheapest_fall(grid: list[list[int]]) -> int:
    """
    Return the smallest sum of a falling path through a rectangular grid. A
    falling path takes one number of each row, from the first to the last row;
    from one row to the next it stays in its column or moves to a neighbouring
    column.

    >>> cheapest_fall([[2, 1, 3], [6, 5, 4], [7, 8, 9]])
    13
    >>> cheapest_fall([[1, 9], [9, 1]])
    2
    >>> cheapest_fall([[4, 2, 8]])
    2
    """
    costs = grid[0][:]
    for row in grid[1:]:
        new_costs = []
        for c, value in enumerate(row):
            above = costs[max(0, c - 1):c + 2]
            new_costs.append(value + min(above))
        costs = new_costs
    return min(costs)
