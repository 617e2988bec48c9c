import pytest

from jsonptr import PointerError, TestFailed, add, apply, build, changes, parse, remove, resolve, walk

DOC = {"a": [1, {"b": 2}], "x/y": {"m~n": None}, "": 0, "~1": 5}


@pytest.mark.parametrize(
    "pointer, value",
    [("", DOC), ("/a/1/b", 2), ("/x~1y/m~0n", None), ("/", 0), ("/a/0", 1), ("/~01", 5)],
)
def test_resolve(pointer, value):
    assert resolve(DOC, pointer) == value


@pytest.mark.parametrize("pointer", ["a", "/b", "/a/2", "/a/01", "/a/-1", "/a/-", "/a/0/z", "/a/x"])
def test_resolve_errors(pointer):
    with pytest.raises(PointerError):
        resolve(DOC, pointer)


def test_build_and_parse():
    assert parse(build(["~1", "/", 3])) == ["~1", "/", "3"]


def test_add():
    doc = {"l": [1, 3]}
    add(doc, "/l/1", 2)
    add(doc, "/l/-", 4)
    add(doc, "/l/4", 5)
    add(doc, "/k", {})
    assert doc == {"l": [1, 2, 3, 4, 5], "k": {}}
    with pytest.raises(PointerError):
        add(doc, "/l/9", 0)
    with pytest.raises(PointerError):
        add(doc, "", 0)
    with pytest.raises(PointerError):
        add(doc, "/l/0/q", 0)


def test_remove():
    doc = {"l": [1, 2, 3], "k": 1}
    assert remove(doc, "/l/1") == 2
    assert remove(doc, "/k") == 1
    assert doc == {"l": [1, 3]}
    with pytest.raises(PointerError):
        remove(doc, "/k")


def test_apply():
    doc = {"a": {"b": [1, 2]}, "c": 3}
    result = apply(
        doc,
        [
            {"op": "test", "path": "/c", "value": 3},
            {"op": "replace", "path": "/a/b/0", "value": 9},
            {"op": "copy", "from": "/a/b", "path": "/d"},
            {"op": "add", "path": "/d/-", "value": 7},
            {"op": "move", "from": "/c", "path": "/a/c"},
            {"op": "remove", "path": "/a/b/1"},
        ],
    )
    assert result == {"a": {"b": [9], "c": 3}, "d": [9, 2, 7]}
    assert doc == {"a": {"b": [1, 2]}, "c": 3}


def test_apply_errors():
    with pytest.raises(TestFailed):
        apply({"a": 1}, [{"op": "test", "path": "/a", "value": 2}])
    with pytest.raises(PointerError):
        apply({"a": {}}, [{"op": "move", "from": "/a", "path": "/a/b"}])
    with pytest.raises(PointerError):
        apply({}, [{"op": "frob", "path": "/a"}])


def test_walk_and_changes():
    assert list(walk({"a": [1, {"b/c": 2}], "d": "x"})) == [("/a/0", 1), ("/a/1/b~1c", 2), ("/d", "x")]
    assert changes({"a": [1, 2], "b": 3}, {"a": [1, 5, 6]}) == {
        "/a/1": (2, 5), "/a/2": (None, 6), "/b": (3, None)}
