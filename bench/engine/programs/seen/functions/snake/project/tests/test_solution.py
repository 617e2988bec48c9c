from solution import to_snake


def test_camel():
    assert to_snake("userName") == "user_name"


def test_pascal():
    assert to_snake("HttpClient2") == "http_client2"


def test_adjacent_capitals():
    assert to_snake("getID") == "get_i_d"
