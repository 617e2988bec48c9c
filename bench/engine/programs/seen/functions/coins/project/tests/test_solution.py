import pytest
from solution import count_change


@pytest.mark.parametrize("amount, coins, ways", [
    (4, [1, 2], 3),
    (10, [2, 5], 2),
    (3, [2], 0),
    (0, [1, 2], 1),
])
def test_examples(amount, coins, ways):
    assert count_change(amount, coins) == ways
