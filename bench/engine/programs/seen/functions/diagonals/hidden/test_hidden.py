from solution import rising_diagonals


def oracle(m):
    groups = {}
    for r in range(len(m) - 1, -1, -1):
        for c in range(len(m[r])):
            groups.setdefault(r + c, []).append(m[r][c])
    return [groups[k] for k in sorted(groups)]


def test_sizes():
    for h in range(1, 7):
        for w in range(1, 7):
            m = [[10 * r + c for c in range(w)] for r in range(h)]
            assert rising_diagonals(m) == oracle(m), m


def test_fixed():
    assert rising_diagonals([[5]]) == [[5]]
    assert rising_diagonals([[1], [2], [3]]) == [[1], [2], [3]]
    assert rising_diagonals([[1, 2, 3]]) == [[1], [2], [3]]
