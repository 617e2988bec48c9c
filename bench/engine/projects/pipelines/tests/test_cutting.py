import pytest

from pipelines import chunks, pages, split_when, windows


def test_chunks():
    assert list(chunks(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(chunks(range(4), 2)) == [[0, 1], [2, 3]]
    assert list(chunks([], 2)) == []


def test_chunks_need_a_size():
    with pytest.raises(ValueError):
        list(chunks([1], 0))


def test_chunks_are_lazy():
    stream = iter(range(100))
    assert next(chunks(stream, 2)) == [0, 1]
    assert next(stream) == 2


def test_windows():
    assert list(windows("abcd", 2)) == [("a", "b"), ("b", "c"), ("c", "d")]
    assert list(windows("ab", 3)) == []


def test_windows_with_steps():
    assert list(windows(range(8), 3, step=2)) == [(0, 1, 2), (2, 3, 4), (4, 5, 6)]
    assert list(windows(range(8), 2, step=3)) == [(0, 1), (3, 4), (6, 7)]


def test_split_when():
    def falls(before, item):
        return item < before

    assert list(split_when([1, 2, 2, 1, 5, 0], falls)) == [[1, 2, 2], [1, 5], [0]]
    assert list(split_when([], falls)) == []


def book(number):
    book.asked.append(number)
    return [[], ["a", "b"], ["c", "d"], ["e"], []][number]


def test_pages():
    book.asked = []
    assert list(pages(book)) == ["a", "b", "c", "d", "e"]
    assert book.asked == [1, 2, 3, 4]


def test_pages_with_a_limit():
    book.asked = []
    assert list(pages(book, limit=3)) == ["a", "b", "c"]
    assert list(pages(book, first=2, limit=2)) == ["c", "d"]
    assert book.asked == [1, 2, 2]
