def group_by_initial(names: list[str]) -> dict[str, list[str]]:
    """
    Group names by their first letter, without regard to case. The keys of the
    result are upper-case letters; the names of a group keep their spelling and
    their order. Empty names are ignored.

    >>> group_by_initial(["Ada", "bob", "alan"])
    {'A': ['Ada', 'alan'], 'B': ['bob']}
    >>> group_by_initial(["", "Zoe"])
    {'Z': ['Zoe']}
    >>> group_by_initial([])
    {}
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        if name:
            key = name[0].upper()
            groups.get(key, []).append(name)
    return groups
