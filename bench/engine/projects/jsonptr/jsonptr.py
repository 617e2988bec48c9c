"""JSON Pointers (RFC 6901) and small patches (RFC 6902)."""

import copy


class PointerError(ValueError):
    """A pointer that is not well formed or leads nowhere."""


class TestFailed(PointerError):
    """A "test" operation found another value."""

    __test__ = False


def parse(pointer):
    """Split a pointer into its keys.

    >>> parse("/a~1b/0/m~0n")
    ['a/b', '0', 'm~n']
    >>> parse("")
    []
    """
    if pointer == "":
        return []
    if not pointer.startswith("/"):
        raise PointerError("a pointer starts with a slash: %r" % pointer)
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")]


def build(keys):
    """Return the pointer for keys.

    >>> build(["a/b", 0, "m~n"])
    '/a~1b/0/m~0n'
    """
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def _index(key, length):
    """Return a list index; leading zeros and other text are refused."""
    if not key.isdigit() or (key[0] == "0" and len(key) > 1):
        raise PointerError("not an index: %r" % key)
    index = int(key)
    if index >= length:
        raise PointerError("index %d of %d" % (index, length))
    return index


def _step(value, key):
    if isinstance(value, list):
        return value[_index(key, len(value))]
    if isinstance(value, dict) and key in value:
        return value[key]
    raise PointerError("nothing at %r" % key)


def resolve(document, pointer):
    """Return the value that a pointer leads to."""
    value = document
    for key in parse(pointer):
        value = _step(value, key)
    return value


def _parent(document, pointer):
    keys = parse(pointer)
    if not keys:
        raise PointerError("the whole document cannot be changed")
    parent = document
    for key in keys[:-1]:
        parent = _step(parent, key)
    return parent, keys[-1]


def add(document, pointer, value):
    """Insert into a list (- means the end) or set a key."""
    parent, key = _parent(document, pointer)
    if isinstance(parent, list):
        position = len(parent) if key == "-" else _index(key, len(parent) + 1)
        parent.insert(position, value)
    elif isinstance(parent, dict):
        parent[key] = value
    else:
        raise PointerError("cannot add to a plain value")


def remove(document, pointer):
    """Remove and return the value that a pointer leads to."""
    value = resolve(document, pointer)
    parent, key = _parent(document, pointer)
    if isinstance(parent, list):
        del parent[_index(key, len(parent))]
    else:
        del parent[key]
    return value


def apply(document, operations):
    """Return a changed copy; the document itself stays as it is."""
    result = copy.deepcopy(document)
    for operation in operations:
        kind, path = operation["op"], operation["path"]
        if kind == "add":
            add(result, path, copy.deepcopy(operation["value"]))
        elif kind == "remove":
            remove(result, path)
        elif kind == "replace":
            remove(result, path)
            add(result, path, copy.deepcopy(operation["value"]))
        elif kind == "move":
            source = operation["from"]
            if path.startswith(source + "/"):
                raise PointerError("cannot move a value into itself")
            add(result, path, remove(result, source))
        elif kind == "copy":
            add(result, path, copy.deepcopy(resolve(result, operation["from"])))
        elif kind == "test":
            if resolve(result, path) != operation["value"]:
                raise TestFailed(path)
        else:
            raise PointerError("unknown operation: %r" % kind)
    return result


def walk(document, prefix=""):
    """Yield (pointer, value) for every plain value, in document order."""
    if isinstance(document, dict):
        pairs = document.items()
    elif isinstance(document, list):
        pairs = enumerate(document)
    else:
        yield prefix, document
        return
    for key, value in pairs:
        yield from walk(value, prefix + build([key]))


def changes(old, new):
    """Return {pointer: (old, new)} for the plain values that differ; None if missing."""
    before, after = dict(walk(old)), dict(walk(new))
    return {
        pointer: (before.get(pointer), after.get(pointer))
        for pointer in sorted(before.keys() | after.keys())
        if before.get(pointer) != after.get(pointer)
    }
