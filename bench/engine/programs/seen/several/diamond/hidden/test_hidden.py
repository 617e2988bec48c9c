from solution import diamond


def oracle(n):
    n += n % 2 == 0
    h = n // 2
    out = []
    for y in range(-h, h + 1):
        out.append("".join("*" if abs(x) + abs(y) <= h else " " for x in range(-h, h + 1)).rstrip())
    return out


def test_all():
    for n in range(1, 40):
        assert diamond(n) == oracle(n)
