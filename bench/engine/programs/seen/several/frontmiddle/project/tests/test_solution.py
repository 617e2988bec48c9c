from solution import FrontMiddleBackQueue


def test_example():
    q = FrontMiddleBackQueue()
    q.pushFront(1)
    q.pushBack(2)
    q.pushMiddle(3)
    q.pushMiddle(4)
    assert q.popFront() == 1
    assert q.popMiddle() == 3
    assert q.popMiddle() == 4
    assert q.popBack() == 2
    assert q.popFront() == -1


def test_middle_of_even():
    q = FrontMiddleBackQueue()
    for v in (1, 2, 3, 4):
        q.pushBack(v)
    assert q.popMiddle() == 2
    assert q.popBack() == 4
    assert q.popMiddle() == 1
    assert q.popFront() == 3


def test_empty():
    q = FrontMiddleBackQueue()
    assert q.popMiddle() == -1
    assert q.popBack() == -1


def test_back_only():
    q = FrontMiddleBackQueue()
    for v in (5, 6, 7):
        q.pushBack(v)
    assert [q.popBack() for _ in range(4)] == [7, 6, 5, -1]
