"""Where the flags are kept."""
from __future__ import annotations

import copy

from .model import Flag


class UnknownFlag(KeyError):
    pass


class FlagStore:
    """Flags by name, with a revision number and listeners.

    The store keeps its own copies: changing a flag that was put in or got
    out has no effect on the store until it is put again.
    """

    def __init__(self, flags=()):
        self._flags: dict[str, Flag] = {}
        self._listeners: list = []
        self.revision = 0
        for flag in flags:
            self.put(flag)

    def subscribe(self, listener):
        """Call ``listener(name)`` after each change; returns a function that
        ends the subscription (and may be called more than once)."""
        self._listeners.append(listener)

        def cancel():
            if listener in self._listeners:
                self._listeners.remove(listener)
        return cancel

    def _changed(self, name):
        self.revision += 1
        for listener in list(self._listeners):
            listener(name)

    def put(self, flag: Flag) -> None:
        """Add or replace a flag; nothing changes if it is the same already."""
        if self._flags.get(flag.name) == flag:
            return
        self._flags[flag.name] = copy.deepcopy(flag)
        self._changed(flag.name)

    def get(self, name: str) -> Flag:
        try:
            return copy.deepcopy(self._flags[name])
        except KeyError:
            raise UnknownFlag(name) from None

    def remove(self, name: str) -> None:
        if name not in self._flags:
            raise UnknownFlag(name)
        del self._flags[name]
        self._changed(name)

    def names(self) -> list[str]:
        return sorted(self._flags)

    def export(self) -> list[dict]:
        """All flags as plain data, ordered by name."""
        return [copy.deepcopy(self._flags[name].to_dict()) for name in self.names()]

    def load(self, data: list[dict]) -> None:
        """Make the store hold exactly the flags of an export.

        Listeners are only called for flags that really change.
        """
        flags = {item["name"]: Flag.from_dict(item) for item in data}
        for name in self.names():
            if name not in flags:
                self.remove(name)
        for flag in flags.values():
            self.put(flag)
