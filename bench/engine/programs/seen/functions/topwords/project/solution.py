from collections import Counter
from typing import List

PUNCTUATION = ".,;:!?"


def top_words(text: str, k: int) -> List[str]:
    """Return the k most frequent words of a text, the most frequent first.

    Words are separated by white space; capital letters and the punctuation
    marks .,;:!? at either end of a word do not matter. Words that are equally
    frequent come in alphabetical order.

    >>> top_words("The cat and the dog and the bird", 2)
    ['the', 'and']
    >>> top_words("Yes, yes! No: no no.", 1)
    ['no']
    >>> top_words("b a", 5)
    ['a', 'b']
    """
    counts: Counter = Counter()
    for token in text.lower().split():
        word = token.lstrip(PUNCTUATION)
        if word:
            counts[word] += 1
    ordered = sorted(counts, key=lambda w: (-counts[w], w))
    return ordered[:k]
