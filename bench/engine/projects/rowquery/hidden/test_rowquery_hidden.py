import itertools
import operator
import random

import pytest

from rowquery import Database, QueryError, UnknownName, parse, tokenize
from rowquery.conditions import Both, Compare, Either, Like, Not
from rowquery.database import sort_rows

SIGNS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def random_rows(seed, length=12):
    rng = random.Random(seed)
    return [
        {
            "id": i,
            "n": rng.choice([None, 0, 1, 2, 3]),
            "s": rng.choice([None, "a", "B", "ab", "b"]),
            "f": rng.choice([0.5, 1.5, 2.0]),
        }
        for i in range(length)
    ]


def ids(rows, where):
    found = Database({"t": rows}).select(f"select id from t where {where}")
    return [row["id"] for row in found]


def random_condition(rng, depth):
    """Return the text of a condition and a function that does the same."""
    if depth == 0 or rng.random() < 0.2:
        kind = rng.randrange(4)
        if kind == 0:
            sign, number = rng.choice(list(SIGNS)), rng.randint(0, 3)
            return (
                f"n {sign} {number}",
                lambda r: r["n"] is not None and SIGNS[sign](r["n"], number),
            )
        if kind == 1:
            sign, text = rng.choice(list(SIGNS)), rng.choice(["a", "ab", "b"])
            return f"s {sign}'{text}'", lambda r: r["s"] is not None and SIGNS[sign](r["s"], text)
        if kind == 2:
            return "n = 'a'", lambda r: False
        return "s LIKE 'A*'", lambda r: (r["s"] or "x").lower().startswith("a")
    one, first = random_condition(rng, depth - 1)
    two, second = random_condition(rng, depth - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return f"({one}) and ({two})", lambda r: first(r) and second(r)
    if kind == 1:
        return f"({one} or {two})", lambda r: first(r) or second(r)
    return f"not ({one})", lambda r: not first(r)


def test_random_conditions():
    for seed in range(150):
        rng = random.Random(seed)
        rows = random_rows(seed)
        text, holds = random_condition(rng, 3)
        expected = [row["id"] for row in rows if holds(row)]
        assert ids(rows, text) == expected, text


def test_precedence():
    for bits in itertools.product([0, 1], repeat=3):
        a, b, c = map(bool, bits)
        row = {"id": 1, **dict(zip("abc", bits))}
        cases = {
            "a = 1 or b = 1 and c = 1": a or b and c,
            "a = 1 and b = 1 or c = 1": a and b or c,
            "(a = 1 or b = 1) and c = 1": (a or b) and c,
            "not a = 1 or b = 1": (not a) or b,
            "not a = 1 and not b = 1": not a and not b,
            "not not a = 1": a,
            "a = 1 and b = 1 and c = 1": a and b and c,
            "a = 1 or b = 1 or c = 1": a or b or c,
        }
        for text, expected in cases.items():
            assert ids([row], text) == ([1] if expected else [])


@pytest.mark.parametrize(
    "text, tokens",
    [
        ("", []),
        ("  \n\t", []),
        ("a<=b", [("name", "a"), ("symbol", "<="), ("name", "b")]),
        ("<>=!==", [("symbol", "<"), ("symbol", ">="), ("symbol", "!="), ("symbol", "=")]),
        ("Order BY", [("word", "order"), ("word", "by")]),
        ("Name _x x_1", [("name", "Name"), ("name", "_x"), ("name", "x_1")]),
        ("10 2.50 7.0", [("number", 10), ("number", 2.5), ("number", 7.0)]),
        ("''", [("string", "")]),
        ("''''", [("string", "'")]),
        ("'a''b''' 'C'", [("string", "a'b'"), ("string", "C")]),
        ("'select  *'", [("string", "select  *")]),
        ("(*,)", [("symbol", c) for c in "(*,)"]),
    ],
)
def test_tokens(text, tokens):
    found = tokenize(text)
    assert [(token.kind, token.value) for token in found[:-1]] == tokens
    assert found[-1] == ("end", None, len(text))
    for token in found[:-1]:
        assert not text[token.position].isspace()


def test_number_types():
    assert [type(token.value) for token in tokenize("1 1.0")[:-1]] == [int, float]


@pytest.mark.parametrize(
    "text, position",
    [("'", 0), ("a 'b", 2), ("a ; b", 2), ("a ! b", 2), ("x = 1.2.3", 7), ("1.", 1), ("a = -1", 4)],
)
def test_bad_tokens(text, position):
    with pytest.raises(QueryError) as caught:
        tokenize(text)
    assert caught.value.position == position
    assert str(caught.value).endswith(f" at {position}")


@pytest.mark.parametrize(
    "text, position",
    [
        ("", 0),
        ("select", 6),
        ("select a, from t", 10),
        ("select a", 8),
        ("select a from 't'", 14),
        ("select a from t where a", 23),
        ("select a from t where a =", 25),
        ("select a from t where a = b", 26),
        ("select a from t where a like 1", 29),
        ("select a from t where a not < 1", 24),
        ("select a from t where (a = 1", 28),
        ("select a from t order a", 22),
        ("select a from t order by a,", 27),
        ("select a from t limit", 21),
        ("select a from t limit 1 where a = 1", 24),
        ("select a from t limit 1 1", 24),
    ],
)
def test_bad_queries(text, position):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position


def test_parse_everything():
    query = parse(
        "SELECT a,B FROM t WHERE a<=5 AND NOT b LIKE 'x''' OR NOT c = 'z' OR d != 0.5 "
        "ORDER BY B DESC, a ASC LIMIT 0"
    )
    assert (query.columns, query.table, query.limit) == (("a", "B"), "t", 0)
    assert query.order == (("B", True), ("a", False))
    left = Both(Compare("a", "<=", 5), Not(Like("b", "x'")))
    middle = Either(left, Not(Compare("c", "=", "z")))
    assert query.condition == Either(middle, Compare("d", "!=", 0.5))
    assert parse("select * from t where a >= 2").condition == Compare("a", ">=", 2)


@pytest.mark.parametrize(
    "pattern, text, expected",
    [
        ("abc", "ABC", True),
        ("abc", "abcd", False),
        ("*", "", True),
        ("a*", "a", True),
        ("*a", "ba", True),
        ("a*c", "abbc", True),
        ("a*c", "ab", False),
        ("a.c", "abc", False),
        ("a*b*c", "a-b\n-c", True),
        ("", "", True),
        ("", "a", False),
        ("(*)", "(x)", True),
        ("1", 1, False),
        ("*", None, False),
    ],
)
def test_like(pattern, text, expected):
    assert Like("c", pattern).holds({"c": text}) is expected


def test_compare_with_other_types():
    rows = [{"id": i, "v": v} for i, v in enumerate([1, "1", None, 1.0, "x"])]
    assert ids(rows, "v = 1") == [0, 3]
    assert ids(rows, "v != 1") == [1, 4]
    assert ids(rows, "v >= 1") == [0, 3]
    assert ids(rows, "v < 'y'") == [1, 4]
    assert ids(rows, "not v = 1") == [1, 2, 4]


def test_sorting():
    for seed in range(60):
        rows = random_rows(seed)
        database = Database({"t": rows})
        for down_n, down_s in itertools.product([False, True], repeat=2):
            words = ["desc" if down else "" for down in (down_n, down_s)]
            text = f"select id from t order by n {words[0]}, s {words[1]}"
            order = [row["id"] for row in database.select(text)]
            expected = list(rows)
            for column, down in (("s", down_s), ("n", down_n)):
                full = [row for row in expected if row[column] is not None]
                empty = [row for row in expected if row[column] is None]
                expected = sorted(full, key=lambda row: row[column], reverse=down) + empty
            assert order == [row["id"] for row in expected]
        assert database.rows("t") == rows


def test_sort_rows():
    rows = [{"a": 2}, {"a": None}, {"a": 1}]
    assert [row["a"] for row in sort_rows(rows, "a")] == [1, 2, None]
    assert [row["a"] for row in sort_rows(rows, "a", True)] == [2, 1, None]
    assert [row["a"] for row in sort_rows(rows, "a", False, False)] == [None, 1, 2]
    assert [row["a"] for row in sort_rows(rows, "a", True, missing_last=False)] == [None, 2, 1]
    with pytest.raises(UnknownName):
        sort_rows(rows, "b")


def test_limits():
    rows = random_rows(1)
    for limit in (0, 1, 5, 12, 50):
        database = Database({"t": rows})
        assert database.select(f"select * from t limit {limit}") == rows[:limit]
        assert database.select(f"select * from t where id >= 2 limit {limit}") == rows[2:][:limit]
        assert database.rows("t") == rows


def test_columns():
    database = Database({"t": [{"a": 1, "b": 2, "c": 3}, {"a": 4, "b": 5}]})
    assert [list(row.items()) for row in database.select("select b, a from t")] == [
        [("b", 2), ("a", 1)],
        [("b", 5), ("a", 4)],
    ]
    assert database.select("select * from t")[1] == {"a": 4, "b": 5}
    for text in ("select c from t", "select a from t where c = 1", "select a from t order by c"):
        with pytest.raises(UnknownName):
            database.select(text)
    assert database.select("select c from t where a = 1") == [{"c": 3}]


def test_tables():
    row = {"a": 1}
    database = Database({"z": [row], "b": []})
    assert database.insert("z", row, row) == 3
    assert database.insert("new", row) == 1
    assert database.insert("none") == 0
    row["a"] = 2
    assert database.rows("z") == [{"a": 1}] * 3
    assert database.select("select * from b") == database.rows("none") == []
    for call in (database.rows, lambda table: database.select(f"select * from {table}")):
        with pytest.raises(UnknownName):
            call("other")
    with pytest.raises(QueryError):
        database.select("select")


def test_results_are_copies():
    database = Database({"t": [{"a": 1}]})
    for text in ("select * from t", "select a from t", "select * from t where a = 1"):
        database.select(text)[0]["a"] = 5
        database.select(text).clear()
        assert database.rows("t") == [{"a": 1}]


def test_two_databases():
    given = {"t": [{"a": 1}]}
    one, two, three = Database(given), Database(given), Database()
    one.insert("t", {"a": 2})
    one.insert("u")
    three.insert("v")
    assert given == {"t": [{"a": 1}]}
    assert two.rows("t") == [{"a": 1}]
    for database, table in ((two, "u"), (two, "v"), (three, "t"), (three, "u"), (one, "v")):
        with pytest.raises(UnknownName):
            database.rows(table)
