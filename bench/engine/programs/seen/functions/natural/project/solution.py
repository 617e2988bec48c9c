import re


def natural_sort(names: list[str]) -> list[str]:
    """Sort names as people expect: numbers inside them by their value.

    A name is taken as alternating pieces of text and of digits, beginning with
    a (perhaps empty) piece of text, and compared piece by piece: digits
    as numbers, text regardless of case. Names that compare equal keep
    their order.

    >>> natural_sort(["img12", "img10", "img2"])
    ['img2', 'img10', 'img12']
    >>> natural_sort(["b1", "A2", "a1"])
    ['a1', 'A2', 'b1']
    """

    def key(name: str) -> list:
        pieces = re.split(r"([0-9]+)", name)
        return [len(p) if i % 2 else p.lower() for i, p in enumerate(pieces)]

    return sorted(names, key=key)
