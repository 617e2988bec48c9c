import copy
import random

import pytest

from salesrep import stats
from salesrep.query import Query
from salesrep.reader import FormatError, read_table, split_records
from salesrep.report import pivot, pivot_lines, ranking


def test_reader_roundtrip():
    rng = random.Random(1)
    for _ in range(300):
        sep = rng.choice(",;")
        recs = []
        text = ""
        for _ in range(rng.randint(0, 5)):
            rec = []
            parts = []
            for _ in range(rng.randint(1, 4)):
                if rng.random() < .5:
                    v = "".join(rng.choice('ab ,;"\n') for _ in range(rng.randint(0, 5)))
                    s = '"' + v.replace('"', '""') + '"'
                    s = rng.choice(["", " "]) + s + rng.choice(["", "  ", "\t"])
                else:
                    v = "".join(rng.choice("abc") for _ in range(rng.randint(1, 3)))
                    s = rng.choice(["", " "]) + v + rng.choice(["", " "])
                rec.append(v)
                parts.append(s)
            if rec == [""]:
                continue
            recs.append(rec)
            text += sep.join(parts) + "\n" + rng.choice(["", "", "\n", "  \n"])
        if text and rng.random() < .3:
            text = text.rstrip("\n ")
            if not text:
                continue
        assert list(split_records(text, sep)) == recs


@pytest.mark.parametrize("text,exp", [
    ("", []),
    ("\n\n", []),
    ("a", [["a"]]),
    ("a,", [["a", ""]]),
    (",", [["", ""]]),
    (",\n,", [["", ""], ["", ""]]),
    ("a\r\nb\r\n", [["a"], ["b"]]),
    ('"a"\r\n"b,"\r\n', [["a"], ["b,"]]),
    ('a"b,c', [['a"b', "c"]]),
    ('"",x', [["", "x"]]),
    ('x,""', [["x", ""]]),
    ('""""', [['"']]),
    ('" a ", b ', [[" a ", "b"]]),
    ('"q", b \n c ,d', [["q", "b"], ["c", "d"]]),
])
def test_reader_cases(text, exp):
    assert list(split_records(text)) == exp


@pytest.mark.parametrize("text", ['"a', '"a" b', 'x,"a"b', 'a,"b\n', '"a""'])
def test_reader_bad(text):
    with pytest.raises(FormatError):
        list(split_records(text))


def test_read_table():
    assert read_table("") == []
    assert read_table("a,b") == []
    assert read_table('a,b\n"1",2\n') == [{"a": "1", "b": "2"}]
    for bad in ("a,a", "a,b\n1,2,3", "a,b\n1,2\n3"):
        with pytest.raises(FormatError):
            read_table(bad)


def test_stats_random():
    rng = random.Random(2)
    for _ in range(300):
        v = [rng.randint(-20, 20) for _ in range(rng.randint(1, 9))]
        s = sorted(v)
        n = len(v)
        keep = list(v)
        assert stats.mean(iter(v)) == pytest.approx(sum(v) / n)
        assert stats.median(iter(v)) == (s[n // 2] if n % 2 else (s[n // 2 - 1] + s[n // 2]) / 2)
        for p in (1, 10, 25, 33, 50, 75, 90, 99, 100):
            exp = next(x for x in s if sum(y <= x for y in s) * 100 >= p * n)
            assert stats.percentile(v, p) == exp
        for size in range(1, n + 3):
            assert stats.moving_average(iter(v), size) == [pytest.approx(sum(v[i:i + size]) / size) for i in range(n - size + 1)]
        if sum(v):
            assert stats.shares(iter(v)) == [round(100 * x / sum(v), 1) for x in v]
        else:
            assert stats.shares(v) == [0.0] * n
        assert v == keep


def test_stats_edges():
    assert stats.mean([]) is None and stats.median([]) is None and stats.percentile([], 5) is None
    assert stats.moving_average([], 2) == []
    assert stats.shares([]) == []
    for p in (0, -1, 101):
        with pytest.raises(ValueError):
            stats.percentile([1], p)
    for s in (0, -1):
        with pytest.raises(ValueError):
            stats.moving_average([1], s)
    a = stats.AGGREGATES
    assert [a[k]([]) for k in ("sum", "count", "min", "max", "mean", "median")] == [0, 0, None, None, None, None]
    assert [a[k]([4, 1, 1]) for k in ("sum", "count", "min", "max", "mean", "median")] == [6, 3, 1, 4, 2, 1]


def make(rng):
    return [{"a": rng.choice("xyz"), "b": rng.choice("pq"), "n": rng.choice([None, 0, 1, 2, 5]), "i": i} for i in range(rng.randint(0, 12))]


def test_query_random():
    rng = random.Random(3)
    for _ in range(200):
        rows = make(rng)
        keep = copy.deepcopy(rows)
        q = Query(iter(rows))
        assert len(q) == len(rows)
        assert list(q.where(a="x", b="p")) == [r for r in rows if r["a"] == "x" and r["b"] == "p"]
        assert list(q.where(n=None)) == [r for r in rows if r["n"] is None]
        assert list(q.where(n=lambda v: v == 2 or v is None, a="y")) == [r for r in rows if r["n"] in (2, None) and r["a"] == "y"]
        assert list(q.where()) == rows
        assert list(q.where(zz=1)) == []
        o = q.order_by("b", "-a")
        exp = sorted(rows, key=lambda r: (r["b"], -ord(r["a"])))
        assert list(o) == exp
        assert list(q.order_by("-a", "-i")) == sorted(rows, key=lambda r: (-ord(r["a"]), -r["i"]))
        assert list(q.order_by()) == rows
        for names in (("a",), ("b", "a"), ()):
            g = {}
            for r in rows:
                g.setdefault(tuple(r[n] for n in names), []).append(r)
            exp = []
            for k, ms in g.items():
                v = [m["n"] for m in ms if m["n"] is not None]
                exp.append({**dict(zip(names, k)), "s": sum(v), "c": len(v), "lo": min(v) if v else None, "hi": max(v) if v else None, "ci": len(ms)})
            assert list(q.group_by(*names, s="sum:n", c="count:n", lo="min:n", hi="max:n", ci="count:i")) == exp
        d = q.derive("m", lambda r: (r["n"] or 0) * 2)
        assert [r["m"] for r in d] == [(r["n"] or 0) * 2 for r in rows]
        for n in (0, 1, 3, 50):
            assert list(d.top(n, "m")) == sorted(d, key=lambda r: -r["m"])[:n]
        other = [{"a": rng.choice("xyzw"), "n": i, "e": i * i} for i in range(rng.randint(0, 5))]
        exp = []
        for r in rows:
            for s in other:
                if r["a"] == s["a"]:
                    exp.append({**r, "o_n": s["n"], "o_e": s["e"]})
        assert list(q.join(iter(other), "a", "o_")) == exp
        assert list(q.join(Query(other), "a")) == [{**{k: v for k, v in r.items() if k[:2] != "o_"}, "n": r["o_n"], "e": r["o_e"]} for r in exp]
        assert rows == keep and list(q) == keep


def test_convert():
    rows = [{"a": "1", "b": ""}, {"a": "", "b": "x"}]
    q = Query(rows)
    assert list(q.convert(a=int)) == [{"a": 1, "b": ""}, {"a": None, "b": "x"}]
    assert list(q.convert(a=int, b=str.upper)) == [{"a": 1, "b": None}, {"a": None, "b": "X"}]
    assert rows == [{"a": "1", "b": ""}, {"a": "", "b": "x"}]
    assert list(Query([{"a": "0"}]).convert(a=int)) == [{"a": 0}]
    assert list(Query([{"a": 0}]).convert(a=str)) == [{"a": "0"}]


def test_pivot_random():
    rng = random.Random(4)
    for _ in range(200):
        rows = [{"d": rng.choice("abc"), "x": rng.choice([1, 2, 3]), "v": rng.randint(-3, 9)} for _ in range(rng.randint(0, 9))]
        cols = list(dict.fromkeys(r["x"] for r in rows))
        downs = list(dict.fromkeys(r["d"] for r in rows))
        exp = {d: {c: sum(r["v"] for r in rows if r["d"] == d and r["x"] == c) for c in cols} for d in downs}
        got = pivot(iter(rows), "d", "x", "v")
        assert got == exp and list(got) == downs and all(list(v) == cols for v in got.values())
        lines = ["|".join(["d"] + [str(c) for c in cols] + ["total"])]
        for d in downs:
            cs = list(exp[d].values())
            lines.append("|".join([d] + [str(c) for c in cs] + [str(sum(cs))]))
        ts = [sum(exp[d][c] for d in downs) for c in cols]
        lines.append("|".join(["total"] + [str(t) for t in ts] + [str(sum(ts))]))
        assert pivot_lines(iter(rows), "d", "x", "v", "|") == lines


def test_ranking_random():
    rng = random.Random(5)
    for _ in range(200):
        rows = [{"k": f"n{i}", "v": rng.randint(0, 4)} for i in range(rng.randint(0, 7))]
        keep = list(rows)
        tot = sum(r["v"] for r in rows)
        exp = []
        for r in sorted(rows, key=lambda r: -r["v"]):
            place = 1 + sum(s["v"] > r["v"] for s in rows)
            sh = round(100 * r["v"] / tot, 1) if tot else 0.0
            exp.append(f"{place}. {r['k']} {r['v']} ({sh}%)")
        assert ranking(iter(rows), "k", "v") == exp
        assert rows == keep
