def matches_abbreviation(word: str, abbr: str) -> bool:
    """
    Tell whether an abbreviation fits a word. In the abbreviation a number
    stands for so many left-out letters of the word, all other characters stand
    for themselves. Numbers do not begin with 0, and neither do two numbers
    follow each other. The word consists of letters.

    >>> matches_abbreviation("internationalization", "i12iz4n")
    True
    >>> matches_abbreviation("apple", "a2e")
    False
    >>> matches_abbreviation("apple", "5")
    True
    """
    i = 0
    skip = 0
    for ch in abbr:
        if ch.isdigit():
            skip = skip * 10 + int(ch)
            continue
        i += skip
        skip = 0
        if i >= len(word) or word[i] != ch:
            return False
        i += 1
    return i + skip == len(word)
