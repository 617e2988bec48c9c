"""Join streams."""

import heapq


def merge_sorted(*streams, key=None):
    """Yield the items of sorted streams in order; equal items come from the first stream first."""
    if key is None:
        key = _same
    heap = []
    for number, stream in enumerate(streams):
        iterator = iter(stream)
        for item in iterator:
            heap.append((key(item), number, item, iterator))
            break
    heapq.heapify(heap)
    while heap:
        _, number, item, iterator = heap[0]
        yield item
        try:
            item = next(iterator)
        except StopIteration:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (key(item), number, item, iterator))


def _same(item):
    return item


def dedupe(items, key=None, memory=None):
    """Yield the items whose key was not seen before.

    With `memory`, only that many of the keys that came last are remembered.
    """
    seen = {}
    for item in items:
        mark = item if key is None else key(item)
        if mark in seen:
            continue
        seen[mark] = True
        if memory is not None and len(seen) > memory:
            del seen[next(iter(seen))]
        yield item


def interleave(*streams):
    """Yield one item of each stream in turn until all streams have ended."""
    waiting = [iter(stream) for stream in streams]
    while waiting:
        alive = []
        for iterator in waiting:
            try:
                yield next(iterator)
            except StopIteration:
                continue
            alive.append(iterator)
        waiting = alive


def zip_by_key(left, right, missing=None):
    """Yield (key, left value, right value) from two streams of (key, value) sorted by key.

    Keys are unique in each stream; where a stream has no such key, `missing` takes its place.
    """
    left, right = iter(left), iter(right)
    one, two = next(left, None), next(right, None)
    while one is not None or two is not None:
        if two is None or (one is not None and one[0] < two[0]):
            yield one[0], one[1], missing
            one = next(left, None)
        elif one is None or two[0] < one[0]:
            yield two[0], missing, two[1]
            two = next(right, None)
        else:
            yield one[0], one[1], two[1]
            one, two = next(left, None), next(right, None)
