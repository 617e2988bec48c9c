import random
from solution import bmi, category, count_categories


def val(w, h):
    return w * 10000 / (h * h)


def safe(w, h):
    x = val(w, h) * 10
    return abs((x % 1) - 0.5) > 1e-4


def cat(v):
    return "underweight" if v < 18.5 else "normal" if v < 25 else "overweight" if v < 30 else "obese"


def test_bmi_random():
    r = random.Random(1)
    for _ in range(400):
        w, h = r.randint(20, 160), r.randint(90, 215)
        if safe(w, h):
            assert abs(bmi(w, h) - round(val(w, h), 1)) < 1e-9


def test_category_borders():
    for v in [10, 18.4, 18.5, 18.6, 24.9, 25, 25.0, 25.1, 29.9, 30, 30.1, 50]:
        assert category(v) == cat(v)


def test_count_random():
    r = random.Random(2)
    for _ in range(300):
        people = []
        while len(people) < r.randint(0, 9):
            p = (r.randint(40, 130), r.randint(145, 205))
            if safe(*p):
                people.append(p)
        exp = {}
        for w, h in people:
            c = cat(round(val(w, h), 1))
            exp[c] = exp.get(c, 0) + 1
        assert count_categories(people) == exp
