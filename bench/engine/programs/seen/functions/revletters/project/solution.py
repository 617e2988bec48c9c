def reverse_letters(text: str) -> str:
    """Reverse the order of the letters, leaving other characters in place.

    >>> reverse_letters("ab-cd")
    'dc-ba'
    >>> reverse_letters("a1b2c!")
    'c1b2a!'
    >>> reverse_letters("2024")
    '2024'
    """
    chars = list(text)
    left, right = 0, len(chars) - 1
    while left < right:
        if not chars[left].isalpha():
            left += 1
        elif not chars[right].isalpha():
            left += 1
            right -= 1
        else:
            chars[left], chars[right] = chars[right], chars[left]
            left += 1
            right -= 1
    return "".join(chars)
