from typing import List, Sequence


def interleave(*queues: Sequence[int]) -> List[int]:
    """Serve several queues in turn, one element from each per round.

    A queue that has run out is passed over; serving goes on until all the
    queues are empty.

    >>> interleave([1, 2], [10, 20])
    [1, 10, 2, 20]
    >>> interleave([1, 2, 3], [10])
    [1, 10, 2, 3]
    >>> interleave([], [5, 6], [7])
    [5, 7, 6]
    """
    served: List[int] = []
    longest = max((len(q) for q in queues), default=0)
    for turn in range(longest):
        for queue in queues:
            if turn < len(queue):
                served.append(queue[turn])
    return served
