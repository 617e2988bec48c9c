from typing import Any, List, Optional


def chunk(values: List[Any], size: int, fill: Optional[Any] = None) -> List[List[Any]]:
    """Cut a list into consecutive chunks of the given size (at least 1). If a fill
    value other than None is given, the last chunk is filled up with it to the full
    size; otherwise the last chunk may be shorter.

    >>> chunk([1, 2, 3, 4, 5], 2)
    [[1, 2], [3, 4], [5]]
    >>> chunk(["a", "b", "c"], 2, "x")
    [['a', 'b'], ['c', 'x']]
    >>> chunk([], 3, 0)
    []
    """
    chunks = [values[i:i + size] for i in range(0, len(values), size)]
    if chunks and fill is not None:
        lacking = size - len(chunks[-1])
        chunks[-1] = chunks[-1] + [fill] * lacking
    return chunks
