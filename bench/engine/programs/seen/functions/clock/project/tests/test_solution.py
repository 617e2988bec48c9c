from solution import hands_angle


def test_full_hours():
    assert hands_angle(0, 0) == 0
    assert hands_angle(3, 0) == 90
    assert hands_angle(21, 0) == 90


def test_between():
    assert hands_angle(12, 30) == 165
    assert hands_angle(3, 15) == 7.5
    assert hands_angle(6, 20) == 70
