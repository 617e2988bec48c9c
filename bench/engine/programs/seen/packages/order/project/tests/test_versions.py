import pytest

from depsolve import Spec, Version


def fits(spec, *versions):
    return [v for v in versions if Spec(spec).allows(Version(v))]


def test_parse():
    assert str(Version("1.2")) == "1.2.0"
    assert str(Version("1.2.3-rc.1")) == "1.2.3-rc.1"
    assert Version("1") == Version("1.0.0")


def test_bad_versions():
    for text in ["", "v1", "1.2.3.4", "1.x"]:
        with pytest.raises(ValueError):
            Version(text)


def test_order():
    texts = ["0.9.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.10.0"]
    versions = [Version(t) for t in reversed(texts)]
    assert [str(v) for v in sorted(versions)] == texts


def test_comparisons():
    assert fits(">=1.2,<2", "1.1.9", "1.2.0", "1.9.9", "2.0.0") == ["1.2.0", "1.9.9"]
    assert fits("!=1.5", "1.4.0", "1.5.0", "1.5.1") == ["1.4.0", "1.5.1"]
    assert fits("*", "0.0.1", "7.0.0") == ["0.0.1", "7.0.0"]


def test_caret():
    assert fits("^1.2.3", "1.2.2", "1.2.3", "1.9.0", "2.0.0") == ["1.2.3", "1.9.0"]
    assert fits("^0.2.3", "0.2.3", "0.2.9", "0.3.0", "1.0.0") == ["0.2.3", "0.2.9"]
    assert fits("^0.0.3", "0.0.3", "0.0.4", "0.1.0") == ["0.0.3"]


def test_tilde():
    assert fits("~1.2.3", "1.2.2", "1.2.3", "1.2.9", "1.3.0") == ["1.2.3", "1.2.9"]
    assert fits("~1", "0.9.0", "1.0.0", "1.7.0", "2.0.0") == ["1.0.0", "1.7.0"]


def test_pre_releases():
    assert fits(">=1.0", "1.1.0-rc.1", "1.1.0") == ["1.1.0"]
    assert fits(">=1.1-rc.1", "1.1.0-alpha", "1.1.0-rc.2", "1.1.0", "1.2.0-rc.3") == ["1.1.0-rc.2", "1.1.0"]


def test_bad_spec():
    with pytest.raises(ValueError):
        Spec("1.0")
