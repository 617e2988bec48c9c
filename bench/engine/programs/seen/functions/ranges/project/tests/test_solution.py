from solution import number_list


def test_examples():
    assert number_list([1, 2, 3, 7]) == "1-3,7"
    assert number_list([9, 4, 8, 4]) == "4,8,9"
    assert number_list([]) == ""


def test_more():
    assert number_list([5]) == "5"
    assert number_list([12, 11, 10, 9, 3, 1]) == "1,3,9-12"
