"""Small languages: key-value lines, durations, versions, ranges, arithmetic."""

from __future__ import annotations

import re

_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def parse_pairs(text: str) -> dict[str, str]:
    """Read `key = value` lines; `#` begins a comment, later keys win."""
    pairs = {}
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        if "=" not in line:
            raise ValueError(f"line {number} has no '='")
        key, value = line.split("=", 1)
        if not key.strip():
            raise ValueError(f"line {number} has no key")
        pairs[key.strip()] = value.strip()
    return pairs


def parse_duration(text: str) -> int:
    """Return the seconds of `1h30m10s`."""
    match = _DURATION.fullmatch(text)
    if match is None or not text:
        raise ValueError(f"not a duration: {text}")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def compare_versions(first: str, second: str) -> int:
    """Return -1, 0 or 1 as the first version is older, equal or newer."""
    left = [int(part) for part in first.split(".")]
    right = [int(part) for part in second.split(".")]
    while len(left) < len(right):
        left.append(0)
    while len(right) < len(left):
        right.append(0)
    if left < right:
        return -1
    return 1 if left > right else 0


def parse_ranges(text: str) -> list[int]:
    """Return the numbers of `1-3,5`, sorted and once each."""
    found: set[int] = set()
    for part in text.split(","):
        part = part.strip()
        if not part:
            continue
        if "-" in part[1:]:
            low, high = part.split("-", 1)
            if int(high) < int(low):
                raise ValueError(f"backwards: {part}")
            found.update(range(int(low), int(high) + 1))
        else:
            found.add(int(part))
    return sorted(found)


def evaluate(expression: str) -> int:
    """Work out sums and products of integers, products first."""
    total = 0
    for term in expression.split("+"):
        product = 1
        for factor in term.split("*"):
            product *= int(factor)
        total += product
    return total
