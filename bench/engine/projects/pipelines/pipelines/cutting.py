"""Cut streams into pieces."""

from collections import deque


def chunks(items, size):
    """Yield lists of `size` items; the last one may be shorter."""
    if size < 1:
        raise ValueError("size must be at least 1")
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def windows(items, size, step=1):
    """Yield tuples of `size` neighbours, each `step` items after the one before."""
    window = deque(maxlen=size)
    skip = 0
    for item in items:
        window.append(item)
        if skip > 0:
            skip -= 1
        elif len(window) == size:
            yield tuple(window)
            skip = step - 1


def split_when(items, starts):
    """Yield lists; a new one starts with each item for which `starts(before, item)` is true."""
    group = []
    for item in items:
        if group and starts(group[-1], item):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def pages(fetch, first=1, limit=None):
    """Yield the items of fetch(first), fetch(first + 1) ... until a page is empty.

    With a limit, stop after that many items, and do not fetch pages that are not needed.
    """
    number = first
    left = limit
    while left is None or left > 0:
        page = fetch(number)
        if not page:
            return
        if left is not None:
            page = page[:left]
            left -= len(page)
        yield from page
        number += 1
