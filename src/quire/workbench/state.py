"""Put the project's module-level state back after each candidate."""

from __future__ import annotations

import copy
import marshal
import sys
from pathlib import Path
from typing import Any, Callable

from .limits import attempt
from .outcome import relative
from .units import Unit

_CONTAINERS = (list, dict, set)
_MOST_BYTES = 50_000
_MOST_OBJECTS = 300


class State:
    """The mutable plain data and the caches of the project's modules, as they are now."""

    def __init__(self, root: Path, units: list[Unit]) -> None:
        self.caches: list[Callable[[], None]] = []
        self.values: list[tuple[Any, bytes]] = []
        self.objects: list[tuple[Any, dict[str, Any]]] = []
        self.lists: list[tuple[list[Any], list[Any]]] = []
        self.root = root
        self.seen: set[int] = set()
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if file and relative(root, file) is not None:
                self._visit(vars(module), True)
        for unit in units:
            for function in unit.live:
                for value in (*(function.__defaults__ or ()),):
                    self._keep(value)

    def _visit(self, names: dict[str, Any], deep: bool) -> None:
        for name, value in list(names.items()):
            if name.startswith("__"):
                continue
            clear = getattr(value, "cache_clear", None)
            if callable(clear) and not isinstance(value, type):
                self.caches.append(clear)
            elif isinstance(value, type) and deep:
                self._visit(dict(vars(value)), False)
            else:
                self._keep(value)

    def _keep(self, value: Any) -> None:
        if self._of_project(type(value)) and isinstance(getattr(value, "__dict__", None), dict):
            self._keep_object(value)
            return
        if type(value) not in _CONTAINERS or id(value) in self.seen:
            return
        self.seen.add(id(value))
        try:
            data = marshal.dumps(value, 2)
        except ValueError:
            return
        if len(data) <= _MOST_BYTES:
            self.values.append((value, data))

    def _of_project(self, kind: type) -> bool:
        module = sys.modules.get(kind.__module__)
        file = getattr(module, "__file__", None)
        return bool(file) and relative(self.root, str(file)) is not None

    def _keep_object(self, value: Any) -> None:
        """Keep an object's attributes, those of the objects it holds, and its lists."""
        if id(value) in self.seen or len(self.objects) >= _MOST_OBJECTS:
            return
        self.seen.add(id(value))
        self.objects.append((value, dict(vars(value))))
        for inner in list(vars(value).values()):
            self._keep(inner)
            if type(inner) is list and len(inner) < _MOST_OBJECTS:
                self.lists.append((inner, list(inner)))
                for item in inner:
                    self._keep(item)

    def restore(self) -> None:
        """Clear caches and give changed containers their first content again."""
        for clear in self.caches:
            attempt(clear)  # it may be anything that has this name
        for value, attributes in self.objects:
            own = vars(value)
            if any(own.get(name) is not known for name, known in attributes.items()) or (
                len(own) != len(attributes)
            ):
                own.clear()
                own.update(attributes)
        for items, content in self.lists:
            items[:] = content
        for value, data in self.values:
            try:
                unchanged = marshal.dumps(value, 2) == data
            except ValueError:
                unchanged = False
            if not unchanged:
                _refill(value, copy.copy(marshal.loads(data)))


def _refill(value: Any, content: Any) -> None:
    value.clear()
    if isinstance(value, list):
        value.extend(content)
    else:
        value.update(content)
