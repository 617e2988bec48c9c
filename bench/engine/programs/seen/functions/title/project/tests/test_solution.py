from solution import headline


def test_little_words():
    assert headline("the catcher in the rye") == "The Catcher in the Rye"
    assert headline("something to hold on to") == "Something to Hold on To"


def test_case():
    assert headline("wUTHERING  hEIGHTS") == "Wuthering Heights"
    assert headline("WHAT WE DON'T KNOW") == "What We Don't Know"
    assert headline("") == ""
