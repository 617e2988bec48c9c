import random

import pytest

from inifile import (
    MAX_DEPTH,
    Config,
    MissingKey,
    ParseError,
    ReferenceLoop,
    parse,
    strip_comment,
)


def random_config(seed):
    rng = random.Random(seed)
    config, values = Config(), {}
    for _ in range(rng.randint(1, 12)):
        section = rng.choice(["default", "a", "B", "Long name", "c.d"])
        key = rng.choice(["x", "Y", "a key", "z-1"])
        value = "\n".join(
            rng.choice(["v", "a=b", "x;y", "[q]", "5"]) for _ in range(rng.randint(1, 3))
        )
        config.set(section, key, value)
        values[section.lower(), key.lower()] = value
    return config, values


def test_what_is_set_can_be_read():
    for seed in range(60):
        config, values = random_config(seed)
        for (section, key), value in values.items():
            assert config.raw(section, key) == value
            assert config.get(section.upper(), key.upper()) == value
        names = {section for section, _ in values} - {"default"}
        assert set(config.sections()) == names
        assert len(config.sections()) == len(names)
        for name in [*names, "default"]:
            assert set(config.keys(name)) == {key for section, key in values if section == name}


def test_dump_and_parse_are_inverse():
    for seed in range(60):
        config, values = random_config(seed)
        again = parse(config.dump())
        assert again.dump() == config.dump()
        for (section, key), value in values.items():
            assert again.raw(section, key) == value
        assert again.sections() == config.sections()


def test_remove_everything():
    for seed in range(40):
        config, values = random_config(seed)
        for section, key in sorted(values):
            assert config.remove(section.upper(), key.upper()) is True
            assert config.remove(section, key) is False
            assert key not in config.keys(section)
        assert config.sections() == []
        assert config.dump() == ""
    assert Config().remove("none", "none") is False


def test_merge():
    for seed in range(40):
        left, one = random_config(seed)
        right, two = random_config(seed + 1000)
        before = right.dump()
        left.merge(right)
        for (section, key), value in {**one, **two}.items():
            assert left.raw(section, key) == value
        assert right.dump() == before
        left.set("a", "fresh", 1)
        assert "fresh" not in right.keys("a")


def test_own_values_come_before_defaults():
    config = parse("x = d\ny = e\n[s]\nX = own\n[t]\n[Default]\nz = f\n")
    assert [config.get("s", key) for key in "xyz"] == ["own", "e", "f"]
    assert [config.get("t", key) for key in "xyz"] == ["d", "e", "f"]
    assert config.sections() == ["s"]
    assert config.keys("default") == ["x", "y", "z"]


def test_missing_keys():
    config = parse("[s]\na = ${gone}\n")
    for call in (config.raw, config.get, config.get_bool, config.get_list):
        with pytest.raises(MissingKey):
            call("s", "nothing")
    with pytest.raises(MissingKey):
        config.get("s", "a")
    assert config.get("s", "nothing", "") == ""
    assert issubclass(MissingKey, KeyError)


def test_references_look_in_the_section_of_their_value():
    config = parse("v = d\n[a]\nx = <${b:y}>\nv = a\n[b]\ny = ${v}\nv = b\n[c]\nz = ${b:y}${V}\n")
    assert config.get("a", "x") == "<b>"
    assert config.get("c", "z") == "bd"
    config.set("c", "twice", "${b:v}-${b:v}")
    assert config.get("c", "twice") == "b-b"
    config.set("c", "plain", "$v ${} {v}")
    assert config.get("c", "plain") == "$v ${} {v}"


def chain(length):
    config = Config()
    for i in range(length):
        config.set("s", f"k{i}", "${k%d}" % (i + 1))
    config.set("s", f"k{length}", "end")
    return config


def test_depth():
    assert chain(MAX_DEPTH).get("s", "k0") == "end"
    assert chain(1).get("s", "k0") == "end"
    with pytest.raises(ReferenceLoop):
        chain(MAX_DEPTH + 1).get("s", "k0")
    with pytest.raises(ReferenceLoop):
        parse("[s]\nx = ${x}").get("s", "x")


@pytest.mark.parametrize("word", ["1", "yes", "true", "on"])
def test_true(word):
    config = Config()
    for written in (word, word.upper(), word.title()):
        config.set("s", "k", written)
        assert config.get_bool("s", "k") is True
        assert config.get_bool("s", "k", False) is True


@pytest.mark.parametrize("word", ["0", "no", "false", "off"])
def test_false(word):
    config = Config()
    for written in (word, word.upper(), word.title()):
        config.set("s", "k", written)
        assert config.get_bool("s", "k") is False
        assert config.get_bool("s", "k", True) is False


def test_bool_fallbacks():
    config = Config()
    assert config.get_bool("s", "k", True) is True
    assert config.get_bool("s", "k", False) is False
    config.set("s", "k", "maybe")
    with pytest.raises(ValueError):
        config.get_bool("s", "k", True)


def test_lists():
    config = parse("[s]\na = x\nb =\nc = , ,\nd = p ; no\ne = 1|2 | 3\nf = a b,c\n")
    assert config.get_list("s", "a") == ["x"]
    assert config.get_list("s", "b") == []
    assert config.get_list("s", "c") == []
    assert config.get_list("s", "d") == ["p"]
    assert config.get_list("s", "e", "|") == ["1", "2", "3"]
    assert config.get_list("s", "f") == ["a b", "c"]


@pytest.mark.parametrize(
    "line, kept",
    [
        ("", ""),
        ("   ", ""),
        ("#a", ""),
        ("  # a = 1", ""),
        ("\t;x", ""),
        ("a = 1", "a = 1"),
        ("a = 1   ", "a = 1"),
        ("a = 1 ;", "a = 1"),
        ("a = 1   ; b ; c", "a = 1"),
        ("a = #1", "a = #1"),
        ("a;b = 1;2", "a;b = 1;2"),
        ("  a", "  a"),
        ("[s] ; x", "[s]"),
    ],
)
def test_strip_comment(line, kept):
    assert strip_comment(line) == kept


def test_blank_and_comment_lines_do_not_end_a_value():
    config = parse("[s]\na = 1\n\n# no\n  2\n; no\n   3\n")
    assert config.get("s", "a") == "1\n2\n3"


def test_indentation_without_a_key():
    config = parse("  a = 1\n[s]\n  b = 2\n")
    assert config.get("s", "a") == "1"
    assert config.get("s", "b") == "2"


def test_spaces():
    config = parse("[ Some  Name ]\na b=  c = d  \nempty=\n")
    assert config.sections() == ["some  name"]
    assert config.get("some  name", "A B") == "c = d"
    assert config.get("some  name", "empty") == ""


@pytest.mark.parametrize(
    "text, number, line",
    [
        ("nothing", 1, "nothing"),
        ("a = 1\n\n# c\n[b\n", 4, "[b"),
        ("[a]\n = 1", 2, " = 1"),
        ("\n[a]\n  nope ; c", 3, "  nope ; c"),
    ],
)
def test_parse_errors(text, number, line):
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert (caught.value.number, caught.value.line) == (number, line)
    assert str(caught.value) == f"line {number}: cannot read {line!r}"


def test_empty():
    assert parse("").sections() == []
    assert parse("").dump() == ""
