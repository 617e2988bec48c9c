from solution import MedianFinder


def test_example1():
    mf = MedianFinder()
    mf.addNum(1)
    mf.addNum(2)
    assert mf.findMedian() == 1.5
    mf.addNum(3)
    assert mf.findMedian() == 2.0


def test_example2():
    mf = MedianFinder()
    mf.addNum(5)
    assert mf.findMedian() == 5.0
    mf.addNum(15)
    mf.addNum(1)
    assert mf.findMedian() == 5.0
    mf.addNum(3)
    assert mf.findMedian() == 4.0


def test_example3():
    mf = MedianFinder()
    mf.addNum(-1)
    assert mf.findMedian() == -1.0
