from solution import MyLinkedList


def test_example():
    lst = MyLinkedList()
    lst.addAtHead(1)
    lst.addAtTail(3)
    lst.addAtIndex(1, 2)
    assert lst.get(1) == 2
    lst.deleteAtIndex(1)
    assert lst.get(1) == 3


def test_add_only():
    lst = MyLinkedList()
    lst.addAtTail(4)
    lst.addAtTail(5)
    lst.addAtHead(3)
    assert [lst.get(i) for i in range(3)] == [3, 4, 5]


def test_get_out_of_range():
    lst = MyLinkedList()
    assert lst.get(0) == -1
    lst.addAtHead(7)
    assert lst.get(1) == -1


def test_add_past_end_is_ignored():
    lst = MyLinkedList()
    lst.addAtIndex(1, 9)
    assert lst.get(0) == -1
