from solution import zeckendorf


def test_zeckendorf():
    assert zeckendorf(10) == [8, 2]
    assert zeckendorf(21) == [21]
    assert zeckendorf(100) == [89, 8, 3]
    assert zeckendorf(1) == [1]
    assert zeckendorf(0) == []
    assert zeckendorf(30) == [21, 8, 1]
