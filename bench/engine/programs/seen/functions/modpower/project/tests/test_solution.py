from solution import mod_power


def test_mod_power():
    assert mod_power(2, 10, 1000) == 24
    assert mod_power(3, 4, 7) == 4
    assert mod_power(5, 0, 1) == 0
    assert mod_power(10, 1, 6) == 4
    assert mod_power(7, 3, 50) == 43
