import pytest

from calc import evaluate, run
from calc.evaluate import EvaluationError
from calc.parser import Parser
from calc.tokens import SyntaxProblem, Token, tokenize


def test_tokens():
    assert list(tokenize("x1 = 2.5**(a)")) == [
        Token("name", "x1", 0),
        Token("symbol", "=", 3),
        Token("number", "2.5", 5),
        Token("symbol", "**", 8),
        Token("symbol", "(", 10),
        Token("name", "a", 11),
        Token("symbol", ")", 12),
        Token("end", "", 13),
    ]


@pytest.mark.parametrize("text", ["2 $ 3", "1.2.3", "."])
def test_bad_tokens(text):
    with pytest.raises(SyntaxProblem):
        list(tokenize(text))


def test_tree():
    assert Parser("1+2*x").parse() == (
        "bin", "+", ("num", 1), ("bin", "*", ("num", 2), ("name", "x")))


@pytest.mark.parametrize(
    "text, value",
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("7 // 2 * 2 + 7 % 2", 7),
        ("9 / 2", 4.5),
        ("-2 ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("2 ** -1", 0.5),
        ("--3", 3),
        ("+.5 * 4", 2.0),
        ("max(1, 5, 3) - min(4, 2)", 3),
        ("sqrt(16) + abs(-2)", 6.0),
        ("hypot(3, 4)", 5.0),
    ],
)
def test_values(text, value):
    assert evaluate(text) == value


def test_names():
    names = {"x": 3}
    assert evaluate("y = x * 2", names) == 6
    assert names == {"x": 3, "y": 6}
    assert evaluate("y_1 = 1") == 1
    with pytest.raises(EvaluationError):
        evaluate("y_1")


@pytest.mark.parametrize("text", ["", "1 +", "(1", "1 2", "max(1,", "2 = 3", "f(1 2)", ")"])
def test_syntax_problems(text):
    with pytest.raises(SyntaxProblem):
        evaluate(text)


@pytest.mark.parametrize("text", ["1 / 0", "1 % 0", "nope(1)", "sqrt(-1)", "abs(1, 2)", "x"])
def test_evaluation_errors(text):
    with pytest.raises(EvaluationError):
        evaluate(text)


def test_run():
    assert run("a = 2\n\n# nothing\nb = a + 1  # three\na * b\n") == [2, 3, 6]
