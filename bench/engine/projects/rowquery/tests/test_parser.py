import pytest

from rowquery import QueryError, parse, tokenize
from rowquery.conditions import Both, Compare, Either, Like, Not


def where(text):
    return parse("select * from t where " + text).condition


def test_tokens():
    kinds = [(token.kind, token.value) for token in tokenize("SELECT a1 >= 2.5, 'it''s'")]
    assert kinds == [
        ("word", "select"),
        ("name", "a1"),
        ("symbol", ">="),
        ("number", 2.5),
        ("symbol", ","),
        ("string", "it's"),
        ("end", None),
    ]


def test_token_positions():
    assert [token.position for token in tokenize(" a  = 'x y' b")] == [1, 4, 6, 12, 13]


@pytest.mark.parametrize("text, position", [("a ? b", 2), ("a = 'x", 4), ("1.2.3", 3)])
def test_bad_tokens(text, position):
    with pytest.raises(QueryError) as caught:
        tokenize(text)
    assert caught.value.position == position


def test_plain_query():
    query = parse("select a, b from t")
    assert (query.columns, query.table) == (("a", "b"), "t")
    assert (query.condition, query.order, query.limit) == (None, (), None)
    assert parse("select * from t").columns == ()


def test_conditions():
    assert where("a = 1") == Compare("a", "=", 1)
    assert where("a >= 'x'") == Compare("a", ">=", "x")
    assert where("a like 'x*'") == Like("a", "x*")
    assert where("not not a like 'x*'") == Not(Not(Like("a", "x*")))


def test_precedence():
    a, b, c = (Compare(name, "=", 1) for name in "abc")
    assert where("a = 1 or b = 1 and c = 1") == Either(a, Both(b, c))
    assert where("(a = 1 or b = 1) and c = 1") == Both(Either(a, b), c)
    assert where("not a = 1 and b = 1") == Both(Not(a), b)


def test_order_and_limit():
    query = parse("select * from t order by a desc, b, c asc limit 5")
    assert query.order == (("a", True), ("b", False), ("c", False))
    assert query.limit == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "select from t",
        "select a t",
        "select a from t where",
        "select a from t where a not like 'x'",
        "select a from t where (a = 1",
        "select a from t limit x",
        "select a from t b",
    ],
)
def test_bad_queries(text):
    with pytest.raises(QueryError):
        parse(text)
