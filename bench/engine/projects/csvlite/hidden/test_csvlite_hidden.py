import csv
import io
import random

import pytest

from csvlite import ParseError, Table, dump, parse, quote, records


def fields(rng):
    return ["".join(rng.choice('ab ,;"\n\r') for _ in range(rng.randrange(5)))
            for _ in range(rng.randrange(2, 5))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_round_trip(delimiter):
    rng = random.Random(11)
    for _ in range(300):
        rows = [fields(rng) for _ in range(rng.randrange(5))]
        text = dump(rows, delimiter)
        assert list(parse(text, delimiter)) == rows
        assert list(parse(text[:-1], delimiter)) == rows
        assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == rows


def test_writer_matches():
    rng = random.Random(12)
    for _ in range(200):
        row = [text.replace("\r", "x") for text in fields(rng)]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(row)
        assert dump([row]) == out.getvalue()


def test_quote():
    assert [quote(x) for x in (None, "", 0, 1.5, "a;b", "\r", " x")] == [
        "", "", "0", "1.5", "a;b", '"\r"', " x"]
    assert quote("a;b", ";") == '"a;b"' and quote("a,b", ";") == "a,b"


@pytest.mark.parametrize("text, line", [
    ('"', 1), ('a,"b\n\nc', 3), ('"a\nb"c', 2), ('a\nb\nc"d"', 3), ('"a" ,b', 1), ('"a""', 1),
    ('""x', 1), ('"a"\n"b""c"d', 2)])
def test_errors(text, line):
    with pytest.raises(ParseError) as caught:
        list(parse(text))
    assert caught.value.line == line
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).startswith(f"line {line}: ")


def test_plain_shapes():
    assert list(parse("\n")) == [[""]]
    assert list(parse("a,\n")) == [["a", ""]]
    assert list(parse('"",')) == [["", ""]]
    assert list(parse('"",""\n""')) == [["", ""], [""]]


def test_records():
    assert list(records("a\n")) == []
    assert list(records("a;b\n1;2\n3;4", ";")) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    for text, line in (("a,b\n1\n", 2), ("a\n1\n2,3\n", 3)):
        with pytest.raises(ParseError) as caught:
            list(records(text))
        assert caught.value.line == line


def test_table():
    rng = random.Random(13)
    rows = [{"k": rng.choice("xyz"), "j": rng.choice("pq"), "n": str(rng.randrange(-9, 30)), "i": i}
            for i in range(40)]
    table = Table(rows)
    assert table.where(k="x", j="q").rows == [r for r in rows if r["k"] == "x" and r["j"] == "q"]
    assert table.where().rows == rows
    for reverse in (False, True):
        assert table.sort_by("n", int, reverse).rows == sorted(
            rows, key=lambda r: int(r["n"]), reverse=reverse)
    assert table.sort_by("n").rows == sorted(rows, key=lambda r: r["n"])
    groups = table.group_by("k")
    assert list(groups) == list(dict.fromkeys(r["k"] for r in rows))
    for key, group in groups.items():
        assert group.rows == [r for r in rows if r["k"] == key]
    assert table.total("n") == sum(int(r["n"]) for r in rows)
    assert Table([{"n": ""}, {"n": "0"}, {"n": "2"}]).total("n") == 2
    assert Table.from_text("a|b\n1|2", "|").rows == [{"a": "1", "b": "2"}]
    with pytest.raises(KeyError):
        table.column("nope")
