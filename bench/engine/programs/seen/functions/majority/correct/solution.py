from typing import List, Optional


def majority(votes: List[int]) -> Optional[int]:
    """Return the candidate that got more than half of all votes,
    or None when there is no such candidate.

    >>> majority([3, 1, 3, 3])
    3
    >>> majority([1, 2, 3])

    >>> majority([2, 2, 1, 1])

    >>> majority([5])
    5
    """
    candidate = None
    balance = 0
    for vote in votes:
        if balance == 0:
            candidate = vote
        if vote == candidate:
            balance += 1
        else:
            balance -= 1
    if votes.count(candidate) * 2 <= len(votes):
        return None
    return candidate
