from solution import hand_value


def test_hand_value():
    assert hand_value(["10", "7"]) == 17
    assert hand_value(["A", "K"]) == 21
    assert hand_value(["A", "9", "5"]) == 15
    assert hand_value(["A", "A"]) == 12
    assert hand_value(["K", "Q", "5"]) == 25
    assert hand_value(["A", "6"]) == 17
