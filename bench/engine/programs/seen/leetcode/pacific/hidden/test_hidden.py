import random

from solution import Solution


def oracle(h):
    m, n = len(h), len(h[0])
    out = []
    for i in range(m):
        for j in range(n):
            seen = {(i, j)}
            st = [(i, j)]
            p = a = False
            while st:
                r, c = st.pop()
                p = p or r == 0 or c == 0
                a = a or r == m - 1 or c == n - 1
                for x, y in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                    if 0 <= x < m and 0 <= y < n and (x, y) not in seen and h[x][y] <= h[r][c]:
                        seen.add((x, y))
                        st.append((x, y))
            if p and a:
                out.append([i, j])
    return out


def test_random():
    rng = random.Random(14)
    for _ in range(250):
        m, n = rng.randint(1, 5), rng.randint(1, 5)
        h = [[rng.randint(0, 5) for _ in range(n)] for _ in range(m)]
        assert sorted(map(list, Solution().pacificAtlantic([r[:] for r in h]))) == oracle(h)
