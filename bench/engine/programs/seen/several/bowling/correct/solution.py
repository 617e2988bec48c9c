def score(rolls):
    """The score of a complete bowling game of ten frames. rolls is the list
    of the pins of all rolls.
    Strike (10 pins with the first roll): 10 and the next two rolls.
    Spare (10 pins with two rolls): 10 and the next roll.
    Otherwise: the pins of the two rolls.
    (The extra rolls after a strike or spare in the tenth frame count
    only as that bonus.)"""
    total = 0
    pos = 0
    for frame in range(1, 11):
        if rolls[pos] == 10:
            total += 10 + rolls[pos + 1] + rolls[pos + 2]
            pos += 1
        elif rolls[pos] + rolls[pos + 1] == 10:
            total += 10 + rolls[pos + 2]
            pos += 2
        else:
            total += rolls[pos] + rolls[pos + 1]
            pos += 2
    return total
