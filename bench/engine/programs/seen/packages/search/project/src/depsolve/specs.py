"""Which versions of a package will do."""

import operator
import re

from .version import Version

_CLAUSE = re.compile(r"(==|!=|>=|<=|>|<|\^|~)\s*(\S+)$")
_TESTS = {
    "==": operator.eq, "!=": operator.ne, ">=": operator.ge,
    "<=": operator.le, ">": operator.gt, "<": operator.lt,
}


class Spec:
    """Clauses separated by commas, all of which must hold; "*" stands for any version.

    ^1.2.3   at least that, and the leftmost part that is not zero stays the same
             (^0.2.3: below 0.3.0; ^0.0.3: below 0.0.4)
    ~1.2.3   at least that, and below 1.3.0 (~1.2: the same; ~1: below 2.0.0)

    A pre-release only fits if a clause names a pre-release of the same release.
    """

    def __init__(self, text):
        self.text = text
        self.clauses = []
        for part in text.split(","):
            part = part.strip()
            if part != "*":
                self.clauses.extend(_parse_clause(part))

    @property
    def pinned(self):
        """The versions named with ==."""
        return {version for sign, version in self.clauses if sign == "=="}

    def allows(self, version):
        if version.pre:
            named = {v.release for sign, v in self.clauses if v.pre}
            if version.release not in named:
                return False
        return all(_TESTS[sign](version, wanted) for sign, wanted in self.clauses)

    def __repr__(self):
        return f"Spec({self.text!r})"


def _parse_clause(text):
    found = _CLAUSE.match(text)
    if found is None:
        raise ValueError(f"not a requirement: {text!r}")
    sign, number = found.groups()
    version = Version(number)
    if sign == "^":
        return [(">=", version), ("<", _caret_limit(version))]
    if sign == "~":
        return [(">=", version), ("<", _tilde_limit(version, number))]
    return [(sign, version)]


def _caret_limit(version):
    major, minor, patch = version.release
    if major:
        return Version(f"{major + 1}")
    if minor:
        return Version(f"0.{minor + 1}")
    return Version(f"0.0.{patch + 1}")


def _tilde_limit(version, number):
    major, minor, _ = version.release
    if "." in number.split("-")[0]:
        return Version(f"{major}.{minor + 1}")
    return Version(f"{major + 1}")
