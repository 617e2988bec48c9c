import pytest
from solution import hands_angle


def test_all_minutes():
    for h in range(24):
        for m in range(60):
            twice = (60 * (h % 12) + m - 12 * m) % 720
            want = min(twice, 720 - twice) / 2
            assert hands_angle(h, m) == pytest.approx(want), (h, m)
            assert 0 <= hands_angle(h, m) <= 180


def test_fixed():
    assert hands_angle(6, 0) == 180
    assert hands_angle(11, 0) == 30
    assert hands_angle(0, 59) == pytest.approx(35.5)
    assert hands_angle(1, 50) == pytest.approx(115)
