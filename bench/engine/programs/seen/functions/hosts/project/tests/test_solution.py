from solution import bare_host, unique_hosts


def test_full():
    assert bare_host("https://www.Example.org/a/b") == "example.org"


def test_no_scheme():
    assert bare_host("wiki.net/start") == "wiki.net"


def test_unique():
    assert unique_hosts(["http://a.de/x", "www.a.de", "b.de"]) == ["a.de", "b.de"]
