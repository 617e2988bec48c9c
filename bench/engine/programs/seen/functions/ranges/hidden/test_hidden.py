import random
from solution import number_list


def oracle(values):
    s = set(values)
    out = []
    for x in sorted(s):
        run_left = x - 1 in s
        run_right = x + 1 in s
        inside = run_left and run_right
        long_start = x + 1 in s and x + 2 in s and not run_left
        long_end = x - 1 in s and x - 2 in s and not run_right
        if inside:
            continue
        if long_start:
            out.append("%d-" % x)
        elif long_end:
            out[-1] += str(x)
        else:
            out.append(str(x))
    return ",".join(out)


def test_fixed():
    assert number_list([1, 2]) == "1,2"
    assert number_list([0, 1, 2]) == "0-2"
    assert number_list([1, 2, 4, 5]) == "1,2,4,5"
    assert number_list([3, 3, 3]) == "3"
    assert number_list([99, 100, 101, 102]) == "99-102"


def test_random():
    rnd = random.Random(5)
    for _ in range(500):
        v = [rnd.randint(0, 20) for _ in range(rnd.randint(0, 16))]
        assert number_list(v) == oracle(v), v
