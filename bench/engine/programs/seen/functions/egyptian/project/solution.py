from typing import List


def egyptian(numerator: int, denominator: int) -> List[int]:
    """Write the proper fraction numerator/denominator (0 < numerator < denominator)
    as a sum of distinct unit fractions by the greedy method: take the largest unit
    fraction that fits each time. Return the denominators in the order found.

    >>> egyptian(1, 2)
    [2]
    >>> egyptian(3, 4)
    [2, 4]
    >>> egyptian(4, 13)
    [4, 18, 468]
    """
    units = []
    while numerator > 0:
        unit = -(-denominator // numerator)
        units.append(unit)
        numerator, denominator = (
            numerator * unit - denominator,
            denominator * numerator,
        )
    return units
