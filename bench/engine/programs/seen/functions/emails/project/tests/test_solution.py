from solution import unique_addresses


def test_local_part():
    assert unique_addresses(["Ann.Lee@mail"]) == ["annlee@mail"]
    assert unique_addresses([]) == []


def test_same_mailbox():
    assert unique_addresses(["x+1@home", "x+2@home", "y@home"]) == ["x@home", "y@home"]


def test_domains():
    assert unique_addresses(["a.b+news@site.org", "ab@site.org"]) == ["ab@site.org"]
    assert unique_addresses(["joe@work.com", "JOE@home.com"]) == ["joe@work.com", "joe@home.com"]
