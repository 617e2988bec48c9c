import pytest

from lead import reminder
from until import starts


@pytest.mark.parametrize(("start", "lead", "when"), [(10, 3, 7), (5, 0, 5), (4, 4, 0)])
def test_reminder(start, lead, when):
    assert reminder(start, lead) == when


@pytest.mark.parametrize(
    ("days", "until", "left"), [([1, 2, 3], 2, [1, 2]), ([4], 3, []), ([5], 5, [5])]
)
def test_starts(days, until, left):
    assert starts(days, until) == left
