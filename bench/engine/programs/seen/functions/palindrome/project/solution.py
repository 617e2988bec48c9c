def longest_palindrome(text: str) -> str:
    """Return the longest substring that reads the same in both directions.

    Of several substrings of the greatest length the leftmost is returned.

    >>> longest_palindrome("xabbay")
    'abba'
    >>> longest_palindrome("forgeeksskeegfor")
    'geeksskeeg'
    >>> longest_palindrome("abc")
    'a'
    >>> longest_palindrome("")
    ''
    """
    best_start, best_len = 0, 0
    for center in range(len(text)):
        for right in (center, center + 1):
            left = center
            while left >= 0 and right < len(text) and text[left] == text[right]:
                length = right - left + 1
                if length > best_len:
                    best_start, best_len = center, length
                left -= 1
                right += 1
    return text[best_start:best_start + best_len]
