from solution import squeeze


def test_squeeze():
    assert squeeze("", "abc") == ""
    assert squeeze("abc", "xyz") == "abc"
    assert squeeze("aabbcc", "b") == "aabcc"
    assert squeeze("no   more  spaces", " ") == "no more spaces"
    assert squeeze("hello!!", "!l") == "helo!"
    assert squeeze("aaaa", "a") == "a"
