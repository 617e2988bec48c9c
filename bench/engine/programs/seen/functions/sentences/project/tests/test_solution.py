from solution import capitalize_sentences


def test_two_sentences():
    assert capitalize_sentences("it rains. we stay in.") == "It rains. We stay in."


def test_names():
    assert capitalize_sentences("he works at NASA. so does Ann.") == "He works at NASA. So does Ann."


def test_empty():
    assert capitalize_sentences("") == ""
