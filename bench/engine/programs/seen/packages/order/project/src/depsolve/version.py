"""Version numbers in the manner of semantic versioning."""

import re
from functools import total_ordering

_VERSION = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.]+))?$")


@total_ordering
class Version:
    """Like 1.2.3 or 1.2.3-rc.1; parts left out are zero.

    A pre-release comes before its release. Pre-releases are compared part by
    part: numbers by value, words alphabetically, numbers before words; if one
    is the beginning of the other, the shorter comes first.
    """

    def __init__(self, text):
        found = _VERSION.match(text.strip())
        if found is None:
            raise ValueError(f"not a version: {text!r}")
        self.release = tuple(int(part or 0) for part in found.groups()[:3])
        self.pre = tuple((found.group(4) or "").split(".")) if found.group(4) else ()

    def _key(self):
        parts = tuple((0, int(part)) if part.isdigit() else (1, part) for part in self.pre)
        return self.release, not self.pre, parts

    def __eq__(self, other):
        return isinstance(other, Version) and self._key() == other._key()

    def __lt__(self, other):
        return self._key() < other._key()

    def __hash__(self):
        return hash(self._key())

    def __str__(self):
        text = ".".join(map(str, self.release))
        return f"{text}-{'.'.join(self.pre)}" if self.pre else text

    def __repr__(self):
        return f"Version({str(self)!r})"
