"""Names of models as metrics show them: clients make names up, and series must not grow with them.

A name of the catalogue is always shown; of others the first that were answered, and a few that
were not. The rest count together, so that no name that is shown loses its series to another one.
"""

from __future__ import annotations

from quire.models.catalogue import LONGEST_NAME, catalogue

OTHER = "other"
_ANSWERED, _UNANSWERED = 1_000, 100


class Names:
    """The names that one worker shows."""

    def __init__(self) -> None:
        """Begin with those of the catalogue."""
        self._known = catalogue().known
        self._answered: set[str] = set()
        self._unanswered: set[str] = set()

    def shown(self, name: str, *, answered: bool) -> str:
        """Return what a model's name is shown as: itself, or `other`."""
        if name in self._answered or self._known(name) is not None:
            return name
        if len(name) > LONGEST_NAME:
            return OTHER
        if answered and len(self._answered) < _ANSWERED:
            self._answered.add(name)
            return name
        if name not in self._unanswered and len(self._unanswered) < _UNANSWERED:
            self._unanswered.add(name)
        return name if name in self._unanswered else OTHER
