def flatten(items: list, depth: int) -> list:
    """Flatten nested lists, going at most depth levels down.

    Lists that lie deeper than that stay as they are.

    >>> flatten([1, [2, 3]], 1)
    [1, 2, 3]
    >>> flatten([1, [2, [3, [4]]]], 1)
    [1, 2, [3, [4]]]
    >>> flatten([1, [2, [3, [4]]]], 2)
    [1, 2, 3, [4]]
    >>> flatten([[1], 2], 0)
    [[1], 2]
    """
    flat = []
    for item in items:
        if isinstance(item, list) and depth > 0:
            flat.extend(flatten(item, depth - 1))
        else:
            flat.append(item)
    return flat
