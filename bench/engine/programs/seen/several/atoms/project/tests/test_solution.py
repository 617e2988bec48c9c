from solution import Solution


def test_example_1():
    assert Solution().countOfAtoms("H2O") == "H2O"


def test_example_2():
    assert Solution().countOfAtoms("Mg(OH)2") == "H2MgO2"


def test_example_3():
    assert Solution().countOfAtoms("K4(ON(SO3)2)2") == "K4N2O14S4"


def test_order():
    assert Solution().countOfAtoms("NaCl") == "ClNa"
