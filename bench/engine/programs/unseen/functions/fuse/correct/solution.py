def overlap_size(left: str, right: str) -> int:
    """Length of the longest end of left that is also a beginning of right."""
    for size in range(min(len(left), len(right)), 0, -1):
        if left.endswith(right[:size]):
            return size
    return 0


def fuse(words: list[str]) -> str:
    """Glue words together one after the other, letting them overlap.

    Each word is appended to the text made so far; the longest end of that
    text with which the word begins is not written twice.

    >>> fuse(["spring", "ringtone"])
    'springtone'
    >>> fuse(["bread", "adverb", "verbal"])
    'breadverbal'
    >>> fuse(["cat", "dog"])
    'catdog'
    >>> fuse([])
    ''
    """
    fused = ""
    for word in words:
        size = overlap_size(fused, word)
        fused += word[size:]
    return fused
