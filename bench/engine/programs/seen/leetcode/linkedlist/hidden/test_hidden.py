import random
from solution import MyLinkedList


def dump(lst, n):
    return [lst.get(i) for i in range(n)]


def test_delete_updates_size():
    lst = MyLinkedList()
    for v in (1, 2, 3):
        lst.addAtTail(v)
    lst.deleteAtIndex(2)
    assert lst.get(2) == -1
    lst.addAtTail(4)
    assert dump(lst, 4) == [1, 2, 4, -1]


def test_delete_to_empty():
    lst = MyLinkedList()
    lst.addAtHead(1)
    lst.deleteAtIndex(0)
    assert lst.get(0) == -1
    lst.deleteAtIndex(0)
    lst.addAtIndex(0, 8)
    assert dump(lst, 2) == [8, -1]


def test_delete_out_of_range():
    lst = MyLinkedList()
    lst.addAtHead(1)
    lst.deleteAtIndex(1)
    lst.deleteAtIndex(5)
    assert dump(lst, 2) == [1, -1]


def test_random():
    rng = random.Random(15)
    for _ in range(150):
        lst, ref = MyLinkedList(), []
        for _ in range(40):
            op = rng.randint(0, 4)
            v = rng.randint(1, 1000)
            i = rng.randint(0, len(ref) + 2)
            if op == 0:
                lst.addAtHead(v)
                ref.insert(0, v)
            elif op == 1:
                lst.addAtTail(v)
                ref.append(v)
            elif op == 2:
                lst.addAtIndex(i, v)
                if i <= len(ref):
                    ref.insert(i, v)
            elif op == 3:
                lst.deleteAtIndex(i)
                if i < len(ref):
                    del ref[i]
            assert lst.get(i) == (ref[i] if i < len(ref) else -1)
        assert dump(lst, len(ref) + 1) == ref + [-1]
