from typing import Any


def nesting_depth(data: Any) -> int:
    """Tell how many levels of dicts are nested in data.

    Anything that is not a dict has depth 0; a dict, empty or not, is one
    level deeper than the deepest of its values. Only dicts count as levels.

    >>> nesting_depth(5)
    0
    >>> nesting_depth({"a": 1})
    1
    >>> nesting_depth({"a": {"b": {}}, "c": 2})
    3
    """
    if not isinstance(data, dict):
        return 0
    return 1 + max((nesting_depth(value) for value in data.values()), default=1)
