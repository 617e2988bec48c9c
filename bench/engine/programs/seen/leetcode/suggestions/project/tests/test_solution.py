from solution import Solution


def test_example_1():
    products = ["mobile", "mouse", "moneypot", "monitor", "mousepad"]
    assert Solution().suggestedProducts(products, "mouse") == [
        ["mobile", "moneypot", "monitor"],
        ["mobile", "moneypot", "monitor"],
        ["mouse", "mousepad"],
        ["mouse", "mousepad"],
        ["mouse", "mousepad"],
    ]


def test_example_2():
    assert Solution().suggestedProducts(["havana"], "havana") == [["havana"]] * 6


def test_example_3():
    assert Solution().suggestedProducts(["havana"], "tatiana") == [[]] * 7


def test_misspelled():
    products = ["bags", "baggage", "banner", "box", "cloths"]
    assert Solution().suggestedProducts(products, "bego") == [
        ["baggage", "bags", "banner"], [], [], [],
    ]


def test_unknown_prefix():
    assert Solution().suggestedProducts(["apple", "pear"], "zap") == [[], [], []]
