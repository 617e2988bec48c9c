from typing import List


def ranking(scores: List[int]) -> List[int]:
    """Give every score its place in a competition (highest score = place 1).

    Equal scores share a place, and the places after a tie are skipped
    accordingly (1, 2, 2, 4).  The result is in the order of the input.

    >>> ranking([50, 80, 65])
    [3, 1, 2]
    >>> ranking([70, 90, 70, 10])
    [2, 1, 2, 4]
    >>> ranking([5, 5])
    [1, 1]
    """
    places = [0] * len(scores)
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    for pos, i in enumerate(order):
        places[i] = pos + 1
    return places
