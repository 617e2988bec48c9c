import random
from solution import reverse_complement, first_gene


def ogene(s):
    if "ATG" not in s:
        return []
    s = s[s.index("ATG"):]
    out = []
    for k in range(len(s) // 3):
        c = s[3 * k:3 * k + 3]
        if c in ("TAA", "TAG", "TGA"):
            break
        out.append(c)
    return out


def test_some():
    assert reverse_complement("") == ""
    assert [reverse_complement(b) for b in "ACGT"] == list("TGCA")
    assert first_gene("") == []
    assert first_gene("ATG") == ["ATG"]
    assert first_gene("ATGTAA") == ["ATG"]
    assert first_gene("ATGTA") == ["ATG"]


def test_random():
    r = random.Random(19)
    for _ in range(500):
        s = "".join(r.choice("ACGT") for _ in range(r.randint(0, 30)))
        assert reverse_complement(s) == "".join({"A": "T", "T": "A", "C": "G", "G": "C"}[c] for c in s)[::-1]
        pre = "" if r.random() < .3 else "ATG"
        assert first_gene(s[:4] + pre + s[4:]) == ogene(s[:4] + pre + s[4:])
