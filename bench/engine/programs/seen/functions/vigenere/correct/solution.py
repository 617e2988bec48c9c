def vigenere(text: str, key: str) -> str:
    """Encrypt a text of ASCII characters with the Vigenere cipher.

    The key is a non-empty lower-case word; each of its letters is a shift
    (a = 0, b = 1, ...). Letters of the text keep their case. All other
    characters are copied, and do not use up a letter of the key.

    >>> vigenere("attack", "lemon")
    'lxfopv'
    >>> vigenere("Hi, you!", "bc")
    'Ik, zqv!'
    >>> vigenere("123", "key")
    '123'
    """
    out = []
    used = 0
    for i, ch in enumerate(text):
        if not ch.isalpha():
            out.append(text[i])
            continue
        shift = ord(key[used % len(key)]) - ord("a")
        base = ord("A") if ch.isupper() else ord("a")
        out.append(chr((ord(ch) - base + shift) % 26 + base))
        used += 1
    return "".join(out)
