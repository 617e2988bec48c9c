"""Put the project's module-level state back after each candidate."""

from __future__ import annotations

import copy
import marshal
import sys
from pathlib import Path
from typing import Any, Callable

from .outcome import relative
from .units import Unit

_CONTAINERS = (list, dict, set)
_MOST_BYTES = 50_000


class State:
    """The mutable plain data and the caches of the project's modules, as they are now."""

    def __init__(self, root: Path, units: list[Unit]) -> None:
        self.caches: list[Callable[[], None]] = []
        self.values: list[tuple[Any, bytes]] = []
        self.seen: set[int] = set()
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if file and relative(root, file) is not None and "site-packages" not in file:
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
            if callable(clear):
                self.caches.append(clear)
            elif isinstance(value, type) and deep:
                self._visit(dict(vars(value)), False)
            else:
                self._keep(value)

    def _keep(self, value: Any) -> None:
        if type(value) not in _CONTAINERS or id(value) in self.seen:
            return
        self.seen.add(id(value))
        try:
            data = marshal.dumps(value, 2)
        except ValueError:
            return
        if len(data) <= _MOST_BYTES:
            self.values.append((value, data))

    def restore(self) -> None:
        """Clear caches and give changed containers their first content again."""
        for clear in self.caches:
            clear()
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
