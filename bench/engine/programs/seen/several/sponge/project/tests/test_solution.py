from solution import sponge


def test_word():
    assert sponge("hello") == "HeLlO"


def test_shouting():
    assert sponge("STOP") == "StOp"


def test_sentence():
    assert sponge("you can do it") == "YoU cAn Do It"


def test_two_sentences():
    assert sponge("No way. Really?") == "No WaY. ReAlLy?"


def test_empty():
    assert sponge("") == ""
