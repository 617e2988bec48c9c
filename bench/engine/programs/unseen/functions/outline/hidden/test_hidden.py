import random

from solution import number_headings


def oracle(lines):
    a = b = c = 0
    out = []
    for line in lines:
        if line.startswith("# "):
            a, b, c = a + 1, 0, 0
            out.append(f"{a} {line[2:]}")
        elif line.startswith("## "):
            b, c = b + 1, 0
            out.append(f"{a}.{b} {line[3:]}")
        elif line.startswith("### "):
            c += 1
            out.append(f"{a}.{b}.{c} {line[4:]}")
        else:
            out.append(line)
    return out


def test_cases():
    assert number_headings(["### deep"]) == ["0.0.1 deep"]
    assert number_headings(["# A", "### B", "## C", "### D"]) == ["1 A", "1.0.1 B", "1.1 C", "1.1.1 D"]
    assert number_headings(["#### four", "", " # x"]) == ["#### four", "", " # x"]
    assert number_headings(["# a b # c"]) == ["1 a b # c"]


def test_random():
    rng = random.Random(20)
    for _ in range(400):
        lines = [rng.choice(["# t", "## some title", "### x # y", "#### q", "text", "#no", "", "a # b"])
                 for _ in range(rng.randint(0, 12))]
        assert number_headings(list(lines)) == oracle(lines)
