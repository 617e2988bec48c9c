import random

from solution import hand_value


def oracle(cards):
    base = 0
    aces = 0
    for c in cards:
        if c == "A":
            aces += 1
            base += 1
        elif c in "JQK":
            base += 10
        else:
            base += int(c)
    best = base
    for k in range(aces + 1):
        if base + 10 * k <= 21:
            best = base + 10 * k
    return best


def test_known():
    assert hand_value([]) == 0
    assert hand_value(["A"]) == 11
    assert hand_value(["A", "J"]) == 21
    assert hand_value(["A", "10"]) == 21
    assert hand_value(["A", "A", "9"]) == 21
    assert hand_value(["A", "A", "10"]) == 12
    assert hand_value(["A", "K", "Q"]) == 21
    assert hand_value(["A", "K", "Q", "A"]) == 22
    assert hand_value(["A", "5", "4"]) == 20
    assert hand_value(["A", "5", "6"]) == 12
    assert hand_value(["2", "3", "4", "5", "6", "7", "8", "9"]) == 44
    assert hand_value(["A"] * 4) == 14


def test_random():
    rng = random.Random(21)
    deck = ["2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A", "A", "A"]
    for _ in range(500):
        cards = [rng.choice(deck) for _ in range(rng.randint(1, 6))]
        assert hand_value(cards) == oracle(cards)
