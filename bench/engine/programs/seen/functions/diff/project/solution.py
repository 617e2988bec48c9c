from typing import Any, Dict, List


def compare_settings(old: Dict[str, Any], new: Dict[str, Any]) -> Dict[str, List[str]]:
    """Compare two dicts of settings. Return a dict with three sorted lists of keys:
    "added" (only in new), "removed" (only in old) and "changed" (in both, with
    different values).

    >>> compare_settings({"a": 1, "b": 2}, {"b": 3, "c": 4})
    {'added': ['c'], 'removed': ['a'], 'changed': ['b']}
    >>> compare_settings({"a": 1}, {"a": 1})
    {'added': [], 'removed': [], 'changed': []}
    >>> compare_settings({"debug": True}, {"debug": False})
    {'added': [], 'removed': [], 'changed': ['debug']}
    """
    added = [key for key in new if key not in old]
    removed = [key for key in old if key not in new]
    changed = []
    for key, value in new.items():
        if key in old and value and old[key] != value:
            changed.append(key)
    return {
        "added": sorted(added),
        "removed": sorted(removed),
        "changed": sorted(changed),
    }
