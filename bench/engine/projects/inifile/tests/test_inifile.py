import pytest

from inifile import Config, MissingKey, ParseError, ReferenceLoop, parse, strip_comment

SAMPLE = """\
; settings of the shop
root = /srv

[Server]
Host = example.org   ; where it runs
port = 8080
url = http://${host}:${port}${paths:index}
debug = Off

[paths]
index = /index.html
logs = ${root}/logs
names = one,
    two, , three
"""


@pytest.fixture
def config():
    return parse(SAMPLE)


def test_sections_and_keys(config):
    assert config.sections() == ["server", "paths"]
    assert config.keys("server") == ["host", "port", "url", "debug"]
    assert config.keys("nothing") == []


def test_names_do_not_depend_on_case(config):
    assert config.get("SERVER", "hOST") == "example.org"


def test_references(config):
    assert config.get("server", "url") == "http://example.org:8080/index.html"
    assert config.get("paths", "logs") == "/srv/logs"
    assert config.raw("paths", "logs") == "${root}/logs"


def test_defaults_serve_all_sections(config):
    assert config.get("server", "root") == "/srv"
    config.set("server", "root", "/home")
    assert config.get("server", "root") == "/home"
    assert config.get("paths", "root") == "/srv"


def test_fallback(config):
    assert config.get("server", "user", "nobody") == "nobody"
    with pytest.raises(MissingKey):
        config.get("server", "user")


def test_reference_loop():
    config = parse("[a]\nx = ${y}\ny = ${x}\n")
    with pytest.raises(ReferenceLoop):
        config.get("a", "x")


def test_booleans(config):
    assert config.get_bool("server", "debug") is False
    assert config.get_bool("server", "verbose", True) is True
    config.set("server", "debug", "YES")
    assert config.get_bool("server", "debug") is True
    with pytest.raises(ValueError):
        config.get_bool("server", "port")


def test_lists(config):
    assert config.get_list("paths", "names") == ["one", "two", "three"]


def test_continued_values():
    config = parse("[a]\ntext = first\n  second\n\tthird\nnext = 1\n")
    assert config.get("a", "text") == "first\nsecond\nthird"
    assert config.get("a", "next") == "1"


def test_comments():
    assert strip_comment("# all") == ""
    assert strip_comment("   ; all") == ""
    assert strip_comment("a = 1 ; one") == "a = 1"
    assert strip_comment("a = x;y") == "a = x;y"


def test_parse_errors():
    with pytest.raises(ParseError) as caught:
        parse("[a]\nx = 1\nnonsense\n")
    assert caught.value.number == 3
    assert caught.value.line == "nonsense"
    with pytest.raises(ParseError):
        parse(" = 5")


def test_remove(config):
    assert config.remove("Server", "Port")
    assert not config.remove("server", "port")
    assert config.keys("server") == ["host", "url", "debug"]


def test_remove_the_last_key():
    config = parse("[a]\nx = 1\n")
    assert config.remove("a", "x")
    assert config.sections() == []


def test_merge(config):
    config.merge(parse("[server]\nport = 9\n[new]\nkey = a = b\n"))
    assert config.get("server", "url") == "http://example.org:9/index.html"
    assert config.sections() == ["server", "paths", "new"]
    assert config.get("new", "key") == "a = b"


def test_dump():
    config = Config()
    config.set("A", "Key", "one\ntwo")
    config.set("b", "n", 5)
    assert config.dump() == "[a]\nkey = one\n    two\n\n[b]\nn = 5\n"
    assert parse(config.dump()).get("a", "key") == "one\ntwo"
