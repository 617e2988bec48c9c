"""Flags, rules and the conditions of rules."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def version_key(text: str) -> tuple[int, ...]:
    """A sortable key: '1.10' is after '1.9', and '2.0' is the same as '2'."""
    numbers = [int(piece) for piece in str(text).split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


_TESTS = {
    "eq": lambda actual, wanted: actual == wanted,
    "one_of": lambda actual, wanted: actual in wanted,
    "prefix": lambda actual, wanted: str(actual).startswith(wanted),
    "min_version": lambda actual, wanted: version_key(actual) >= version_key(wanted),
    "before_version": lambda actual, wanted: version_key(actual) < version_key(wanted),
}


@dataclass
class Condition:
    """A test of one attribute of a user.

    ``negate`` turns the answer round, but a user who does not have the
    attribute never meets a condition, negated or not.
    """

    attribute: str
    test: str
    wanted: Any
    negate: bool = False

    def __post_init__(self):
        if self.test not in _TESTS:
            raise ValueError(f"unknown test {self.test!r}")

    def met_by(self, user: dict) -> bool:
        if self.attribute not in user:
            return False
        answer = _TESTS[self.test](user[self.attribute], self.wanted)
        return answer != self.negate

    def to_dict(self) -> dict:
        return {"attribute": self.attribute, "test": self.test,
                "wanted": self.wanted, "negate": self.negate}


@dataclass
class Rule:
    """When all conditions are met, the flag has this value for ``percent``
    of the users (the others go on to the next rule)."""

    value: Any
    conditions: list[Condition] = field(default_factory=list)
    percent: float = 100

    def __post_init__(self):
        if not 0 <= self.percent <= 100:
            raise ValueError("percent must be from 0 to 100")

    def matches(self, user: dict) -> bool:
        return all(condition.met_by(user) for condition in self.conditions)

    def to_dict(self) -> dict:
        return {"value": self.value, "percent": self.percent,
                "conditions": [c.to_dict() for c in self.conditions]}

    @classmethod
    def from_dict(cls, data: dict) -> Rule:
        conditions = [Condition(**c) for c in data.get("conditions", [])]
        return cls(data["value"], conditions, data.get("percent", 100))


@dataclass
class Flag:
    """``off_value`` holds when the flag is disabled or a prerequisite is not
    met, ``default`` when no rule applies."""

    name: str
    default: Any = False
    off_value: Any = False
    enabled: bool = True
    rules: list[Rule] = field(default_factory=list)
    requires: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict:
        return {"name": self.name, "default": self.default, "off_value": self.off_value,
                "enabled": self.enabled, "rules": [r.to_dict() for r in self.rules],
                "requires": dict(self.requires)}

    @classmethod
    def from_dict(cls, data: dict) -> Flag:
        """The opposite of to_dict; everything except the name is optional."""
        rules = [Rule.from_dict(r) for r in data.get("rules", [])]
        return cls(data["name"], data.get("default", False), data.get("off_value", False),
                   data.get("enabled", True), rules, dict(data.get("requires", {})))
