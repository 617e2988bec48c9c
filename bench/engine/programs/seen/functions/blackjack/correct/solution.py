CARD_VALUES = {
    "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9,
    "10": 10, "J": 10, "Q": 10, "K": 10, "A": 11,
}


def hand_value(cards: list[str]) -> int:
    """
    Return the value of a hand in blackjack.

    Number cards count their number, J, Q and K count 10. An ace counts 11,
    but as long as the hand would exceed 21, aces count 1 instead of 11, one
    after another.

    >>> hand_value(["10", "7"])
    17
    >>> hand_value(["A", "K"])
    21
    >>> hand_value(["A", "9", "5"])
    15
    """
    total = sum(CARD_VALUES[card] for card in cards)
    aces = cards.count("A")
    while total > 21 and aces > 0:
        total -= 10
        aces -= 1
    return total
