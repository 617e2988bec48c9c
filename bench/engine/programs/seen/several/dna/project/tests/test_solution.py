from solution import reverse_complement, first_gene


def test_complement():
    assert reverse_complement("GC") == "GC"
    assert reverse_complement("GGTC") == "GACC"


def test_complement_longer():
    assert reverse_complement("AACGT") == "ACGTT"


def test_gene():
    assert first_gene("CCATGAAATAGCC") == ["ATG", "AAA"]


def test_gene_to_the_end():
    assert first_gene("ATGCCC") == ["ATG", "CCC"]


def test_no_gene():
    assert first_gene("CCCAAA") == []
