import pytest

from depsolve import CycleError, Index, UnknownPackage, Unsolvable, install_order, resolve, why


@pytest.fixture
def index():
    ix = Index()
    ix.add("app", "1.0", {"web": "^2.0", "log": "*"})
    ix.add("app", "2.0", {"web": "^3.0", "log": ">=1.5"})
    ix.add("web", "2.1", {"net": "^1.0"})
    ix.add("web", "3.0", {"net": "^2.0"})
    ix.add("net", "1.4")
    ix.add("net", "2.2", {"log": "*"})
    ix.add("log", "1.4")
    ix.add("log", "1.6")
    ix.add("db", "1.0", {"net": "^1.0"})
    return ix


def choose(ix, **wanted):
    return {name: str(version) for name, version in resolve(ix, wanted).items()}


def test_newest(index):
    assert choose(index, app="*") == {"app": "2.0.0", "web": "3.0.0", "net": "2.2.0", "log": "1.6.0"}


def test_limited_by_spec(index):
    assert choose(index, app="<2", log="<1.5") == {
        "app": "1.0.0", "web": "2.1.0", "net": "1.4.0", "log": "1.4.0"
    }


def test_goes_back_to_older_version(index):
    assert choose(index, app="*", db="*") == {
        "app": "1.0.0", "db": "1.0.0", "web": "2.1.0", "net": "1.4.0", "log": "1.6.0"
    }


def test_wanted_spec_limits_a_dependency(index):
    assert choose(index, app="*", web="<3") == {
        "app": "1.0.0", "net": "1.4.0", "web": "2.1.0", "log": "1.6.0"
    }


def test_no_solution(index):
    with pytest.raises(Unsolvable):
        resolve(index, {"app": ">=2", "db": "*"})


def test_unknown(index):
    with pytest.raises(UnknownPackage):
        resolve(index, {"nope": "*"})


def test_yanked(index):
    index.yank("log", "1.6")
    assert choose(index, log="*") == {"log": "1.4.0"}
    assert choose(index, log="==1.6") == {"log": "1.6.0"}


def test_same_version_twice(index):
    with pytest.raises(ValueError):
        index.add("log", "1.6.0")


def test_install_order(index):
    chosen = resolve(index, {"app": "*"})
    assert install_order(index, chosen) == ["log", "net", "web", "app"]


def test_circle():
    ix = Index()
    ix.add("a", "1", {"b": "*"})
    ix.add("b", "1", {"a": "*"})
    with pytest.raises(CycleError):
        install_order(ix, resolve(ix, {"a": "*"}))


def test_why(index):
    chosen = resolve(index, {"app": "*"})
    assert why(index, chosen, ["app"], "net") == ["app", "web", "net"]
    assert why(index, chosen, ["app"], "log") == ["app", "log"]
