import random

from solution import flood_fill


def oracle(image, row, col, colour):
    area = {(row, col)}
    grown = True
    while grown:
        grown = False
        for r in range(len(image)):
            for c in range(len(image[0])):
                if (r, c) not in area and image[r][c] == image[row][col]:
                    if area & {(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)}:
                        area.add((r, c))
                        grown = True
    return [[colour if (r, c) in area else image[r][c] for c in range(len(image[0]))]
            for r in range(len(image))]


def test_known():
    assert flood_fill([[1, 1, 0], [1, 0, 1]], 0, 0, 2) == [[2, 2, 0], [2, 0, 1]]
    assert flood_fill([[0, 1], [1, 0]], 0, 0, 3) == [[3, 1], [1, 0]]
    assert flood_fill([[0]], 0, 0, 0) == [[0]]
    assert flood_fill([[1, 1], [1, 1]], 1, 1, 1) == [[1, 1], [1, 1]]
    assert flood_fill([[1, 2], [2, 1]], 0, 1, 1) == [[1, 1], [2, 1]]


def test_random():
    rng = random.Random(14)
    for _ in range(300):
        h, w = rng.randint(1, 5), rng.randint(1, 5)
        image = [[rng.randint(0, 2) for _ in range(w)] for _ in range(h)]
        row, col, colour = rng.randrange(h), rng.randrange(w), rng.randint(0, 3)
        expected = oracle(image, row, col, colour)
        assert flood_fill([line[:] for line in image], row, col, colour) == expected
