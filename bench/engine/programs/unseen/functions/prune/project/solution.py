def prune(tree: dict) -> dict:
    """Return a copy of a nested dict without its empty entries.

    An entry is empty if its value is None, "", [] or {}; a dict that loses
    all of its own entries is empty too. All other values are kept as they
    are, including 0 and False.

    >>> prune({"a": 1, "b": None, "c": ""})
    {'a': 1}
    >>> prune({"a": {"b": []}, "c": 0})
    {'c': 0}
    >>> prune({"title": " x ", "tags": ["y", ""]})
    {'title': ' x ', 'tags': ['y', '']}
    """
    kept = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            value = prune(value)
        elif isinstance(value, str):
            value = value.strip()
        if value is None or value in ("", [], {}):
            continue
        kept[key] = value
    return kept
