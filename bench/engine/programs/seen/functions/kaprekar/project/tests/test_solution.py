from solution import kaprekar_steps


def test_kaprekar_steps():
    assert kaprekar_steps(3524) == 3
    assert kaprekar_steps(6174) == 0
    assert kaprekar_steps(1111) == -1
    assert kaprekar_steps(2111) == 5
    assert kaprekar_steps(9831) == 7
    assert kaprekar_steps(1459) == 3
