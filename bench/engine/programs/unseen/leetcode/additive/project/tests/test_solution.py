from solution import Solution


def test_example_one():
    assert Solution().isAdditiveNumber("112358") is True


def test_example_two():
    assert Solution().isAdditiveNumber("199100199") is True


def test_not_additive():
    assert Solution().isAdditiveNumber("1203") is False


def test_with_zeros():
    assert Solution().isAdditiveNumber("101") is True
    assert Solution().isAdditiveNumber("1023") is False


def test_too_short():
    assert Solution().isAdditiveNumber("12") is False
