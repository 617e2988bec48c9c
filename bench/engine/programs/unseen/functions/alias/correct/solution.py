from typing import Optional


def resolve(aliases: dict[str, str], name: str) -> Optional[str]:
    """Follow aliases from name to the name that is not an alias itself.

    A name that is no alias is returned unchanged. If the aliases lead around
    in a loop, the result is None.

    >>> resolve({"ll": "ls -l"}, "ll")
    'ls -l'
    >>> resolve({"a": "b", "b": "c"}, "a")
    'c'
    >>> resolve({"a": "b", "b": "a"}, "a") is None
    True
    >>> resolve({}, "vim")
    'vim'
    """
    seen = {name}
    current = name
    while current in aliases:
        current = aliases[current]
        if current in seen:
            return None
        seen.add(current)
    return current
