from typing import Dict, List, Optional


def averages(marks: Dict[str, List[int]]) -> Dict[str, Optional[float]]:
    """Work out the average mark of each student, rounded to two decimals. If a
    student has three marks or more, the lowest one (only one of them, if equal) is
    not counted. A student without marks gets None.

    >>> averages({"Ida": [80, 90], "Max": []})
    {'Ida': 85.0, 'Max': None}
    >>> averages({"Tom": [70, 100, 40]})
    {'Tom': 85.0}
    """
    result: Dict[str, Optional[float]] = {}
    for student, scores in marks.items():
        if not scores:
            result[student] = None
            continue
        counted = sorted(scores)
        if len(counted) >= 3:
            counted = counted[1:]
        result[student] = round(sum(counted) / len(counted), 2)
    return result
