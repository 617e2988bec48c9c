"""Marks of a panel of judges. A mark is a whole number of tenths, 0 to 100."""
from dataclasses import dataclass, field
from fractions import Fraction

LOWEST, HIGHEST = 0, 100


class InvalidMark(ValueError):
    pass


@dataclass(frozen=True)
class Mark:
    judge: str
    competitor: str
    criterion: str
    value: int


@dataclass
class Panel:
    """Judges and criteria; `weights` has the weights of criteria that do not count once."""

    judges: list
    criteria: list
    weights: dict = field(default_factory=dict)
    trim: int = 1

    def weight(self, criterion):
        return self.weights.get(criterion, 1)

    def check(self, mark):
        """Raise InvalidMark for a stranger as judge, another criterion or a bad value."""
        if mark.judge not in self.judges:
            raise InvalidMark(f"{mark.judge} is not on the panel")
        if mark.criterion not in self.criteria:
            raise InvalidMark(f"{mark.criterion} is not judged")
        if not LOWEST <= mark.value <= HIGHEST:
            raise InvalidMark(f"{mark.value} is out of range")


def trimmed_mean(values, trim):
    """Mean of the values without the `trim` highest and `trim` lowest of them.

    If nothing would be left then nothing is left out. Without values the mean is 0.
    """
    ordered = sorted(values)
    if not ordered:
        return Fraction(0)
    if len(ordered) > 2 * trim:
        ordered = ordered[trim:len(ordered) - trim]
    return Fraction(sum(ordered), len(ordered))
