"""Finding the value of a flag for a user."""
from __future__ import annotations

import hashlib
from typing import Any

from .store import FlagStore, UnknownFlag


def bucket(flag_name: str, user_id: str) -> float:
    """A number from 0 to 99.99 for a user, different for each flag."""
    digest = hashlib.sha256(f"{flag_name}/{user_id}".encode()).hexdigest()
    return int(digest[:8], 16) % 10000 / 100


class Evaluator:
    """Evaluates flags of a store and remembers the answers.

    A user is a dict with at least an ``id``.
    """

    def __init__(self, store: FlagStore):
        self._store = store
        self._cache: dict = {}
        self._overrides: dict[tuple[str, str], Any] = {}
        self.computed = 0
        store.subscribe(self._flag_changed)

    def _flag_changed(self, name: str) -> None:
        self._cache.clear()

    def override(self, name: str, user_id: str, value: Any) -> None:
        """Fix the value of a flag for one user, also for prerequisites."""
        self._overrides[name, user_id] = value
        self._cache.clear()

    def clear_override(self, name: str, user_id: str) -> None:
        self._overrides.pop((name, user_id), None)
        self._cache.clear()

    def value(self, name: str, user: dict) -> Any:
        """The value of a flag for a user; UnknownFlag if there is none.

        In this order: an override; off_value if the flag is disabled or a
        required flag has not the required value (or does not exist, or
        requires this flag in turn); the first rule that applies; default.
        """
        return self._value(name, user, ())

    def _value(self, name, user, above):
        key = (name, tuple(sorted((k, repr(v)) for k, v in user.items())))
        if not above and key in self._cache:
            return self._cache[key]
        flag = self._store.get(name)
        self.computed += 1
        if (name, user["id"]) in self._overrides:
            result = self._overrides[name, user["id"]]
        elif not flag.enabled or not self._requirements_met(flag, user, above + (name,)):
            result = flag.off_value
        else:
            result = self._apply_rules(flag, user)
        if not above:
            self._cache[key] = result
        return result

    def _requirements_met(self, flag, user, chain):
        for name, wanted in flag.requires.items():
            if name in chain:
                return False
            try:
                if self._value(name, user, chain) != wanted:
                    return False
            except UnknownFlag:
                return False
        return True

    def _apply_rules(self, flag, user):
        place = bucket(flag.name, user["id"])
        for rule in flag.rules:
            if rule.matches(user) and place < rule.percent:
                return rule.value
        return flag.default

    def all_values(self, user: dict) -> dict[str, Any]:
        """The values of all flags of the store."""
        return {name: self.value(name, user) for name in self._store.names()}
