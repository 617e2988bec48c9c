from solution import Solution


def test_example_1():
    got = Solution().minRemoveToMakeValid("lee(t(c)o)de)")
    assert got in ("lee(t(c)o)de", "lee(t(co)de)", "lee(t(c)ode)")


def test_example_2():
    assert Solution().minRemoveToMakeValid("a)b(c)d") == "ab(c)d"


def test_example_3():
    assert Solution().minRemoveToMakeValid("))((") == ""


def test_already_valid():
    assert Solution().minRemoveToMakeValid("(a(b))c") == "(a(b))c"


def test_only_open():
    assert Solution().minRemoveToMakeValid("((ab") == "ab"
