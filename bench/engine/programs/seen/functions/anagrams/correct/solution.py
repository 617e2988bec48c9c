from typing import Dict, List


def group_anagrams(words: List[str]) -> List[List[str]]:
    """Put words that are anagrams of each other together.

    The groups come in the order of their first words, and the words of a
    group in the order in which they were given.

    >>> group_anagrams(["eat", "tan", "tea", "nat", "bat"])
    [['eat', 'tea'], ['tan', 'nat'], ['bat']]
    >>> group_anagrams(["aab", "abb", "aba"])
    [['aab', 'aba'], ['abb']]
    >>> group_anagrams([])
    []
    """
    groups: Dict[object, List[str]] = {}
    for word in words:
        signature = tuple(sorted(word))
        groups.setdefault(signature, []).append(word)
    return list(groups.values())
