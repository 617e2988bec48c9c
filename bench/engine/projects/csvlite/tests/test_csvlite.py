import pytest

from csvlite import ParseError, Table, dump, parse, quote, records

SALES = "city,item,amount\nOslo,tea,3\nRome,tea,10\nOslo,cocoa,2.5\nRome,coffee,\n"


@pytest.mark.parametrize(
    "text, rows",
    [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("", []),
        (",\n", [["", ""]]),
        ('"a,b",c\n', [["a,b", "c"]]),
        ('"say ""hi""",x', [['say "hi"', "x"]]),
        ('"two\nlines",1\nx,2\n', [["two\nlines", "1"], ["x", "2"]]),
        ('a,""', [["a", ""]]),
        ('""', [[""]]),
    ],
)
def test_parse(text, rows):
    assert list(parse(text)) == rows


def test_parse_other_delimiter():
    assert list(parse("a;b,c", ";")) == [["a", "b,c"]]


@pytest.mark.parametrize(
    "text, line", [('a\n"b', 2), ('"a"b', 1), ('x\ny"z', 2)]
)
def test_parse_errors(text, line):
    with pytest.raises(ParseError) as caught:
        list(parse(text))
    assert caught.value.line == line


def test_records():
    assert list(records("a,b\n1,2\n")) == [{"a": "1", "b": "2"}]
    assert list(records("")) == []
    with pytest.raises(ParseError) as caught:
        list(records("a,b\n1,2\n3\n"))
    assert str(caught.value) == "line 3: expected 2 fields, got 1"


def test_quote():
    assert quote("plain") == "plain"
    assert quote('a"b') == '"a""b"'
    assert quote("a,b") == '"a,b"'
    assert quote(None) == ""
    assert quote(0) == "0"


def test_dump():
    assert dump([["a", 1], ["b;c", None]], ";") == 'a;1\n"b;c";\n'


def test_table():
    table = Table.from_text(SALES)
    assert table.column("item") == ["tea", "tea", "cocoa", "coffee"]
    assert table.total("amount") == 15.5
    assert table.where(city="Oslo", item="tea").rows == [
        {"city": "Oslo", "item": "tea", "amount": "3"}
    ]


def test_table_sort_and_group():
    table = Table.from_text(SALES)
    assert table.sort_by("item").column("item") == ["cocoa", "coffee", "tea", "tea"]
    filled = Table(table.rows[:3])
    assert filled.sort_by("amount", key=float, reverse=True).column("amount") == ["10", "3", "2.5"]
    groups = table.group_by("city")
    assert list(groups) == ["Oslo", "Rome"]
    assert groups["Oslo"].total("amount") == 5.5
