import math
import random

import pytest

from calc import evaluate, run
from calc.evaluate import EvaluationError
from calc.parser import Parser
from calc.tokens import SyntaxProblem, tokenize

NAMES = {"a": 3, "b": -2, "c_1": 2.5}


def formula(rng, depth):
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(["1", "2", "7", "0.5", ".25", "3.", "a", "b", "c_1"])
    kind = rng.randrange(8)
    sub = lambda: formula(rng, depth - 1)
    if kind < 4:
        space = " " * rng.randrange(2)
        return sub() + space + rng.choice(["+", "-", "*", "/", "//", "%"]) + space + sub()
    if kind == 4:
        return "(" + sub() + ")"
    if kind == 5:
        return rng.choice("-+") + sub()
    if kind == 6:
        return rng.choice(["1", "2", "a", "(" + sub() + ")"]) + "**" + rng.choice(["2", "-1", "0", "2**1"])
    return rng.choice(["abs(%s)" % sub(), "max(%s,%s)" % (sub(), sub()),
                       "min(%s, %s, %s)" % (sub(), sub(), sub()), "round(%s)" % sub()])


def test_against_python():
    rng = random.Random(21)
    compared = 0
    for _ in range(1500):
        text = formula(rng, 4)
        try:
            expected = eval(text, {"abs": abs, "max": max, "min": min, "round": round}, dict(NAMES))
        except ZeroDivisionError:
            with pytest.raises(EvaluationError):
                evaluate(text, dict(NAMES))
            continue
        except (OverflowError, TypeError):
            continue
        if isinstance(expected, complex):
            continue
        value = evaluate(text, dict(NAMES))
        assert value == expected or math.isclose(value, expected), text
        assert type(value) is type(expected)
        compared += 1
    assert compared > 1000


@pytest.mark.parametrize("text", [
    "", " ", "1 +", "*1", "(1", "1)", "()", "1 2", "a b", "max(1,", "max(,1)", "max(1,)", "f(1 2)",
    "2 = 3", "a = ", "= 1", "a = b = 1", "1..2", "1.2.3", ".", "@", "a!", "2 ** ", "(a = 1)"])
def test_syntax(text):
    with pytest.raises(SyntaxProblem):
        evaluate(text, dict(NAMES))


@pytest.mark.parametrize("text", ["1/0", "1//0", "1%0", "0**-1", "zzz", "zzz(1)", "sqrt(0-1)",
                                  "sqrt()", "abs(1,2)", "hypot", "max()", "x = 1/0"])
def test_errors(text):
    names = dict(NAMES)
    with pytest.raises(EvaluationError):
        evaluate(text, names)
    assert names == NAMES


def test_tokens_and_tree():
    for text in ("a//b", "a/b", "a**b", "a* b"):
        kinds = [(t.kind, t.position) for t in tokenize(text)]
        assert kinds[-1] == ("end", len(text))
        assert all(text.startswith(t.text, t.position) for t in tokenize(text))
    assert Parser("f()").parse() == ("call", "f", [])
    assert Parser("x=-1").parse() == ("let", "x", ("neg", ("num", 1)))
    assert Parser("1-2-3").parse() == (
        "bin", "-", ("bin", "-", ("num", 1), ("num", 2)), ("num", 3))
    assert Parser("a").parse() == ("name", "a")
    assert isinstance(evaluate("2."), float) and isinstance(evaluate("2"), int)


def test_names_and_run():
    assert evaluate("_x = 4") == 4
    with pytest.raises(EvaluationError):
        evaluate("_x")
    names = {}
    evaluate("k = 2", names)
    assert names == {"k": 2}
    assert run("") == [] and run("#x\n  # y\n\n") == []
    assert run("a = 1\na = a + 1 # up\n  a ** 3") == [1, 2, 8]
    with pytest.raises(EvaluationError):
        run("b")
