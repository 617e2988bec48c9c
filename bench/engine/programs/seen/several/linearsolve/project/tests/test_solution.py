from solution import Solution


def test_example_one():
    assert Solution().solveEquation("x+5-3+x=6+x-2") == "x=2"


def test_example_two():
    assert Solution().solveEquation("x=x") == "Infinite solutions"


def test_example_three():
    assert Solution().solveEquation("2x=x") == "x=0"


def test_none():
    assert Solution().solveEquation("3x+1=3x+4") == "No solution"


def test_plain():
    assert Solution().solveEquation("2x+3x-6x=x+2") == "x=-1"
