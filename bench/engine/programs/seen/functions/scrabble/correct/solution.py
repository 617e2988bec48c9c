from typing import Dict, Optional

GROUPS = {
    1: "AEILNORSTU",
    2: "DG",
    3: "BCMP",
    4: "FHVWY",
    5: "K",
    8: "JX",
    10: "QZ",
}
POINTS = {letter: points for points, letters in GROUPS.items() for letter in letters}


def word_score(word: str, boosts: Optional[Dict[int, int]] = None) -> int:
    """Score a word for a letter game. Each letter counts its points, in either
    case; boosts maps positions (from 0) to factors for the letter placed there.
    Words of seven or more letters earn 50 points more. A word with any character
    other than a letter scores 0, and so does the empty word.

    >>> word_score("quiz")
    22
    >>> word_score("Cat", {0: 3})
    11
    >>> word_score("its me")
    0
    """
    if not word.isalpha():
        return 0
    boosts = boosts or {}
    total = 0
    for position, letter in enumerate(word.upper()):
        total += POINTS.get(letter, 0) * boosts.get(position, 1)
    if len(word) >= 7:
        total += 50
    return total
