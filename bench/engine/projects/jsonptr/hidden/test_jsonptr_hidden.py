import copy
import itertools
import random

import pytest

import jsonptr
from jsonptr import PointerError, TestFailed

KEYS = ["a", "", "/", "~", "~1", "a/b~c", "0", "-", " "]


def document(rng, depth=3):
    kind = rng.randrange(3) if depth else 2
    if kind == 0:
        return [document(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind == 1:
        return {k: document(rng, depth - 1) for k in rng.sample(KEYS, rng.randrange(4))}
    return rng.choice([0, 1, "s", True])


def places(value, keys=()):
    yield keys, value
    pairs = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ())
    for key, inner in pairs:
        yield from places(inner, keys + (key,))


def test_round_trip():
    for keys in itertools.chain(*(itertools.product(KEYS, repeat=n) for n in range(4))):
        assert jsonptr.parse(jsonptr.build(keys)) == list(keys)
    assert jsonptr.build(["a~/"]) == "/a~0~1" and jsonptr.parse("/~01") == ["~1"]
    for bad in ("a", "a/b", " /a"):
        with pytest.raises(PointerError):
            jsonptr.parse(bad)


def put(doc, keys, value):
    for key in keys[:-1]:
        doc = doc[key]
    if isinstance(doc, list):
        doc.insert(len(doc) if keys[-1] == "-" else keys[-1], value)
    else:
        doc[keys[-1]] = value


def drop(doc, keys):
    for key in keys[:-1]:
        doc = doc[key]
    value = doc[keys[-1]]
    del doc[keys[-1]]
    return value


def test_random_operations():
    rng = random.Random(9)
    for _ in range(500):
        doc = document(rng)
        original = copy.deepcopy(doc)
        found = list(places(doc))
        for keys, value in found:
            assert jsonptr.resolve(doc, jsonptr.build(keys)) is value
        leaves = [(jsonptr.build(k), v) for k, v in found if not isinstance(v, (list, dict))]
        assert list(jsonptr.walk(doc)) == leaves
        inner = [k for k, _ in found if k]
        if not inner:
            continue
        keys = rng.choice(inner)
        path = jsonptr.build(keys)
        for op in ("remove", "replace", "add", "copy", "test", "move"):
            model = copy.deepcopy(doc)
            step = {"op": op, "path": path, "value": ["new"]}
            if op == "remove":
                drop(model, keys)
            elif op == "replace":
                drop(model, keys)
                put(model, keys, ["new"])
            elif op == "add":
                put(model, keys, ["new"])
            elif op == "test":
                step["value"] = copy.deepcopy(jsonptr.resolve(doc, path))
            else:
                if not isinstance(doc, dict):
                    continue
                step.update(path="/new", **{"from": path})
                value = copy.deepcopy(jsonptr.resolve(model, path)) if op == "copy" else drop(model, keys)
                model["new"] = value
            assert jsonptr.apply(doc, [step]) == model
            assert doc == original
        other = document(rng)
        before, after = dict(leaves), dict(jsonptr.walk(other))
        expected = {}
        for p in sorted(set(before) | set(after)):
            if before.get(p) != after.get(p):
                expected[p] = (before.get(p), after.get(p))
        got = jsonptr.changes(doc, other)
        assert got == expected and list(got) == list(expected)


def test_values_are_copied():
    value = [1]
    for op in ("add", "replace"):
        result = jsonptr.apply({"a": 0}, [{"op": op, "path": "/a", "value": value},
                                          {"op": "add", "path": "/a/-", "value": 2}])
        assert result == {"a": [1, 2]} and value == [1]
    result = jsonptr.apply({"a": [1]}, [{"op": "copy", "from": "/a", "path": "/b"},
                                        {"op": "remove", "path": "/a/0"}])
    assert result == {"a": [], "b": [1]}


@pytest.mark.parametrize("pointer", ["/l/3", "/l/-1", "/l/00", "/l/01", "/l/", "/l/x", "/l/-", "/z",
                                     "/n/q", "/s/0", "/l/1.0"])
def test_nowhere(pointer):
    doc = {"l": [1, 2, 3], "n": None, "s": "text"}
    for call in (jsonptr.resolve, jsonptr.remove):
        with pytest.raises(PointerError):
            call(doc, pointer)
    assert doc == {"l": [1, 2, 3], "n": None, "s": "text"}


def test_add_edges():
    doc = {"l": [1]}
    jsonptr.add(doc, "/l/1", 2)
    jsonptr.add(doc, "/l/0", 0)
    jsonptr.add(doc, "/-", 5)
    assert doc == {"l": [0, 1, 2], "-": 5}
    for bad in ("/l/4", "/l/a", "", "/-/x", "/q/x"):
        with pytest.raises(PointerError):
            jsonptr.add(doc, bad, 1)


def test_moves_and_tests():
    apply = jsonptr.apply
    assert apply({"a": {"b": 1}}, [{"op": "move", "from": "/a/b", "path": "/a"}]) == {"a": 1}
    assert apply({"a": 1, "ab": {}}, [{"op": "move", "from": "/a", "path": "/ab/c"}]) == {"ab": {"c": 1}}
    with pytest.raises(PointerError):
        apply({"a": {"b": {}}}, [{"op": "move", "from": "/a", "path": "/a/b/c"}])
    with pytest.raises(TestFailed):
        apply([1], [{"op": "test", "path": "/0", "value": 2}])
    for op in ("", "ADD", "x"):
        with pytest.raises(PointerError):
            apply({}, [{"op": op, "path": "/a", "value": 1}])
    assert issubclass(TestFailed, PointerError) and issubclass(PointerError, ValueError)
