"""Lists and dictionaries: chunks, merging, counting, sorting."""

from __future__ import annotations


def chunks(items: list[int], size: int) -> list[list[int]]:
    """Cut a list into pieces of a size; the last may be shorter."""
    if size <= 0:
        raise ValueError("size must be positive")
    return [items[start : start + size] for start in range(0, len(items), size)]


def merge_sorted(first: list[int], second: list[int]) -> list[int]:
    """Merge two sorted lists."""
    merged = []
    left = right = 0
    while left < len(first) and right < len(second):
        if first[left] <= second[right]:
            merged.append(first[left])
            left += 1
        else:
            merged.append(second[right])
            right += 1
    return merged + first[left:] + second[right:]


def most_common(words: list[str], count: int = 1) -> list[str]:
    """Return the most frequent words, equal ones by the alphabet."""
    totals: dict[str, int] = {}
    for word in words:
        totals[word] = totals.get(word, 0) + 1
    order = sorted(totals, key=lambda word: (-totals[word], word))
    return order[:count]


def invert(mapping: dict[str, int]) -> dict[int, list[str]]:
    """Return the keys by value, sorted."""
    found: dict[int, list[str]] = {}
    for key in sorted(mapping):
        found.setdefault(mapping[key], []).append(key)
    return found


def binary_search(items: list[int], wanted: int) -> int:
    """Return the place of a number in a sorted list, or -1."""
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == wanted:
            return middle
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def flatten(items: list, depth: int = 1) -> list:
    """Flatten nested lists down to a depth."""
    flat = []
    for item in items:
        if isinstance(item, list) and depth > 0:
            flat.extend(flatten(item, depth - 1))
        else:
            flat.append(item)
    return flat


def rotate(items: list[int], steps: int) -> list[int]:
    """Move the last items to the front."""
    if not items:
        return []
    cut = steps % len(items)
    return items[-cut:] + items[:-cut] if cut else list(items)
