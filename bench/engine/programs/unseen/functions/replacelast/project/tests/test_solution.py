from solution import replace_last


def test_replace_last():
    assert replace_last("abc", "x", "y") == "abc"
    assert replace_last("abc", "b", "dd") == "addc"
    assert replace_last("a-b-c", "-", "+") == "a-b+c"
    assert replace_last("a-b-c-d", "-", "+", 2) == "a-b+c+d"
    assert replace_last("abc", "", "+") == "abc"
