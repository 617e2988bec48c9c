LITTLE = ("a", "an", "and", "at", "by", "in", "of", "on", "or", "the", "to")


def headline(text: str) -> str:
    """Put a text into headline style: every word is written with its first
    character in upper case and the others in lower case, but little words such as
    "of" are all in lower case unless they are the first or the last word. Words
    are separated by white space, and by single spaces in the result.

    >>> headline("the catcher in the rye")
    'The Catcher in the Rye'
    >>> headline("WHAT WE DON'T KNOW")
    "What We Don't Know"
    >>> headline("something to hold on to")
    'Something to Hold on To'
    """
    words = text.lower().split()
    result = []
    for i, word in enumerate(words):
        if word in LITTLE and 0 < i < len(words) - 1:
            result.append(word)
        else:
            result.append(word.title())
    return " ".join(result)
