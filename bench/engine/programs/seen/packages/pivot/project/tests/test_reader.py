import pytest

from salesrep.reader import FormatError, read_table, split_records


def test_plain():
    assert list(split_records("a, b ,c\n1,2,\n\n3,4,5")) == [["a", "b", "c"], ["1", "2", ""], ["3", "4", "5"]]


def test_quotes():
    text = 'name,remark\n"Smith, J.", " said ""hi"" "\n"two\nlines",x\n'
    assert list(split_records(text)) == [
        ["name", "remark"],
        ["Smith, J.", ' said "hi" '],
        ["two\nlines", "x"],
    ]


def test_table():
    assert read_table("k;v\na;1\nb;2\n", sep=";") == [{"k": "a", "v": "1"}, {"k": "b", "v": "2"}]


def test_format_errors():
    for bad in ("a,a\n1,2\n", "a,b\n1\n", 'a\n"x'):
        with pytest.raises(FormatError):
            read_table(bad)
