"""Members that others know: those of classes outside the project, and those that Python calls."""

from __future__ import annotations

import ast
import builtins
import importlib
import sys

from .refactor_definitions import Definition, ancestry, hierarchy, method_of
from .refactor_imports import bindings
from .refactor_tree import Tree, Unable

# Importing these does something.
_NOISY = frozenset({"antigravity", "this", "turtledemo", "idlelib"})


def refuse_promised(tree: Tree, definition: Definition) -> None:
    """Raise Unable if code outside the project knows a member by its name and its parameters."""
    inner = method_of(definition) if definition.kind == "parameter" else definition
    name = inner.name
    if inner.kind not in ("method", "attribute"):
        return
    if name[:2] == "__" and name[-2:] == "__":
        raise Unable(f"Python itself calls {name}", "a member that only the project calls",
                     (f"{definition.path}:{definition.line}",))  # fmt: skip
    known = outside(tree, inner)
    if known:
        raise Unable(f"{inner.qualified} is a member of {known} too, which is not of this project: "
                     f"whoever takes the object for one would miss it",
                     "a member that the class does not take over",
                     (f"{definition.path}:{definition.line}",))  # fmt: skip


def outside(tree: Tree, member: Definition) -> str:
    """Give the class of Python's own library whose member this one overrides, or nothing."""
    for path, node in (*ancestry(tree, member), *hierarchy(tree, member)):
        for base in node.bases:
            found = _library_class(tree, path, base)
            if found is not None and hasattr(found, member.name):
                return f"{found.__module__}.{found.__qualname__}".replace("builtins.", "")
    return ""


def _library_class(tree: Tree, path: str, base: ast.expr) -> type | None:
    """Give the class of Python's own library that a base names, if it is one."""
    plain = base.value if isinstance(base, ast.Subscript) else base
    first, _, rest = ast.unparse(plain).partition(".")
    file = tree.files[path]
    known = next((each for each in bindings(tree, file) if each.name == first), None)
    if known is None:
        return _type(getattr(builtins, first, None)) if not rest else None
    whole = ".".join(filter(None, (known.module, known.attribute, rest)))
    if not known.attribute and known.alias.asname is None and rest:
        whole = f"{first}.{rest}"
    module, _, name = whole.rpartition(".")
    library: frozenset[str] = getattr(sys, "stdlib_module_names", frozenset())  # Python 3.10
    root = module.partition(".")[0]
    if root not in library or root in _NOISY or tree.path_of(root):
        return None
    try:
        return _type(getattr(importlib.import_module(module), name, None))
    except ImportError:
        return None


def _type(found: object) -> type | None:
    origin = getattr(found, "__origin__", found)
    return origin if isinstance(origin, type) else None
