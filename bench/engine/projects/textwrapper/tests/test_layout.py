import pytest

from textwrapper import align, box, columns


def test_align():
    assert align("ab", 4) == "ab  "
    assert align("ab", 4, "right") == "  ab"
    assert align("ab", 4, "center") == " ab "
    with pytest.raises(ValueError):
        align("ab", 4, "justify")


def test_box():
    assert box(["hi", "there"]) == ["+-------+", "| hi    |", "| there |", "+-------+"]


def test_box_right():
    assert box(["hi", "there"], "right")[1] == "|    hi |"


def test_columns():
    assert columns(["a", "bbb", "cc", "d", "e"], 2) == ["a   bbb", "cc  d", "e"]
    assert columns(["a", "b"], 3, gap=1) == ["a b"]
    assert columns([], 3) == []
