def flood_fill(image: list[list[int]], row: int, col: int, colour: int) -> list[list[int]]:
    """
    Fill the area of the pixel (row, col) with the given colour, and return the
    image. The area consists of all pixels that have the same colour as the
    start pixel and are connected with it through such pixels, up, down, left
    or right. If the start pixel has the given colour already, nothing changes.

    >>> flood_fill([[1, 1, 0], [1, 0, 1]], 0, 0, 2)
    [[2, 2, 0], [2, 0, 1]]
    >>> flood_fill([[0, 0], [1, 0]], 1, 0, 5)
    [[0, 0], [5, 0]]
    >>> flood_fill([[3, 3]], 0, 1, 3)
    [[3, 3]]
    """
    start = image[row][col]

    def fill(r: int, c: int) -> None:
        if not (0 <= r < len(image) and 0 <= c < len(image[0])):
            return
        if image[r][c] != start:
            return
        image[r][c] = colour
        fill(r + 1, c)
        fill(r - 1, c)
        fill(r, c + 1)
        fill(r, c - 1)

    fill(row, col)
    return image
