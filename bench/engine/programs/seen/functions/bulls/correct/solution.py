from collections import Counter


def score(secret: str, guess: str) -> str:
    """Score a guess in the game of bulls and cows.

    Secret and guess are strings of digits of the same length. Bulls are
    digits at the right place. Cows are further digits of the guess that
    are in the secret at another place, where every digit of the secret
    that is not a bull can be matched only once.

    >>> score("1807", "7810")
    '1A3B'
    >>> score("1123", "0111")
    '1A1B'
    >>> score("12", "21")
    '0A2B'
    """
    bulls = 0
    left_secret: Counter = Counter()
    left_guess: Counter = Counter()
    for s, g in zip(secret, guess):
        if s == g:
            bulls += 1
        else:
            left_secret[s] += 1
            left_guess[g] += 1
    cows = sum((left_secret & left_guess).values())
    return f"{bulls}A{cows}B"
