SMALL = {"a", "an", "and", "for", "in", "of", "on", "the", "to"}


def acronym(phrase: str) -> str:
    """Build an acronym from the first letters of the words of a phrase, in upper
    case. Hyphens separate words just as spaces do. Small words such as "of" and
    "the" are left out, in whatever case, except for the first word of the phrase.

    >>> acronym("Portable Network Graphics")
    'PNG'
    >>> acronym("The Lord of the Rings")
    'TLR'
    >>> acronym("first-in first-out")
    'FFO'
    """
    words = phrase.replace("-", " ").split()
    letters = []
    for index, word in enumerate(words):
        if word.lower() in SMALL:
            continue
        letters.append(word[0].upper())
    return "".join(letters)
