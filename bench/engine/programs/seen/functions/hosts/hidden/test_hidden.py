import random
import pytest
from solution import bare_host, unique_hosts


@pytest.mark.parametrize("u,e", [("a.de", "a.de"), ("www.a.de", "a.de"), ("www.www.de", "www.de"), ("http://wow.com", "wow.com"),
                                 ("HTTPS://WWW.W3.ORG/", "w3.org"), ("www.web.de/www.x", "web.de"), ("wwwx.de", "wwwx.de"),
                                 ("http://a.de/http://b.de", "a.de"), ("x.www.de", "x.www.de"), ("ww.de", "ww.de"), ("https://httpbin.org/get", "httpbin.org")])
def test_cases(u, e):
    assert bare_host(u) == e


def test_unique():
    assert unique_hosts([]) == []
    assert unique_hosts(["www.wiki.net", "wiki.net/x", "https://Wiki.net", "w.net"]) == ["w.net", "wiki.net"]


def test_random():
    rnd = random.Random(30)
    for _ in range(300):
        h = "".join(rnd.choice("wah") for _ in range(rnd.randint(1, 4))) + "." + rnd.choice(["de", "www", "com"])
        if h.startswith("www."):
            continue
        u = rnd.choice(["", "http://", "https://", "HTTP://"]) + rnd.choice(["", "www.", "WWW."]) + h + rnd.choice(["", "/", "/x/y"])
        assert bare_host(u) == h
