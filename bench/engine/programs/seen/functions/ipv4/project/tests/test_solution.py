from solution import valid_ipv4


def test_valid():
    assert valid_ipv4("192.168.1.10") is True


def test_zeros():
    assert valid_ipv4("10.0.0.0") is True


def test_three_parts():
    assert valid_ipv4("1.2.3") is False


def test_leading_zero():
    assert valid_ipv4("1.2.03.4") is False


def test_too_big():
    assert valid_ipv4("1.2.256.4") is False
