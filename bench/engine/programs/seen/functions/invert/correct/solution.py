from typing import Dict, List


def invert_index(pages: Dict[int, List[str]]) -> Dict[str, List[int]]:
    """Turn a mapping page -> words into an index word -> pages.

    The page numbers of a word are ascending and without repetition, even
    if a word occurs several times on a page.

    >>> invert_index({1: ["tea", "cup"], 2: ["tea"]}) == {"tea": [1, 2], "cup": [1]}
    True
    >>> invert_index({7: ["x", "x"], 3: ["x"]})
    {'x': [3, 7]}
    >>> invert_index({})
    {}
    """
    index: Dict[str, List[int]] = {}
    for page in sorted(pages):
        for word in pages[page]:
            numbers = index.setdefault(word, [])
            if page not in numbers:
                numbers.append(page)
    return index
