from solution import make_username, make_all


def test_simple():
    assert make_username("Ada", "Lovelace", []) == "alovelac"


def test_not_letters():
    assert make_username("Pat", "O'Neil", []) == "poneil"


def test_taken():
    assert make_username("John", "Smith", ["jsmith"]) == "jsmith1"


def test_all():
    people = ["John Smith", "Jane Smith", "Ann Lee", "Jack Smith"]
    assert make_all(people) == ["jsmith", "jsmith1", "alee", "jsmith2"]
