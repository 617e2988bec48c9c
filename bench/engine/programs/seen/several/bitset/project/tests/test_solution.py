from solution import Bitset


def test_example():
    bs = Bitset(5)
    bs.fix(3)
    bs.fix(1)
    bs.flip()
    assert bs.all() is False
    bs.unfix(0)
    bs.flip()
    assert bs.one() is True
    bs.unfix(0)
    assert bs.count() == 2
    assert bs.toString() == "01010"


def test_all_fixed():
    bs = Bitset(2)
    bs.fix(0)
    assert bs.all() is False
    bs.fix(1)
    assert bs.all() is True
    assert bs.toString() == "11"


def test_fix_after_flip():
    bs = Bitset(3)
    bs.fix(0)
    bs.flip()
    bs.fix(0)
    assert bs.toString() == "111"
    assert bs.count() == 3


def test_empty():
    bs = Bitset(4)
    assert bs.one() is False
    assert bs.count() == 0
    assert bs.toString() == "0000"


def test_unfix():
    bs = Bitset(3)
    bs.fix(1)
    bs.unfix(1)
    assert bs.count() == 0
