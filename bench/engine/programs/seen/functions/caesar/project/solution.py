def shift_letter(ch: str, shift: int) -> str:
    """Shift one letter along the alphabet, cyclically; keep its case."""
    base = ord("A") if ch.isupper() else ord("a")
    return chr((ord(ch) - base + shift) % 25 + base)


def caesar(text: str, shift: int) -> str:
    """
    Encrypt an ASCII text with the Caesar cipher: each letter is replaced by
    the letter that stands shift places further in the alphabet, where 'a'
    follows 'z'. The case is kept, other characters do not change. The shift
    can be negative.

    >>> caesar("abc", 2)
    'cde'
    >>> caesar("Xyz!", 3)
    'Abc!'
    >>> caesar("Dog", -3)
    'Ald'
    """
    out = []
    for ch in text:
        out.append(shift_letter(ch, shift) if ch.isalpha() else ch)
    return "".join(out)
