def winner(a, b):
    """Rock, paper, scissors: 1 if the first one wins, 2 if the second
    one wins, 0 if it is a tie."""
    if a == b:
        return 0
    if a == "rock" and b == "scissors":
        return 1
    if a == "paper" and b == "rock":
        return 1
    if a == "scissors" and b == "paper":
        return 1
    return 2


def match(moves1, moves2, goal):
    """Plays round after round (both lists have the same length) until one
    player has won goal rounds or there are no more moves.
    Ties count for nobody. Returns 'player 1 2:1', 'player 2 0:3' or
    'draw 1:1': who has won more rounds, and the rounds of player 1 and 2."""
    wins1 = 0
    wins2 = 0
    for i in range(len(moves1)):
        result = winner(moves1[i], moves2[i])
        if result == 1:
            wins1 += 1
        elif result == 2:
            wins2 += 1
        if wins1 == goal or wins2 == goal:
            break
    score = str(wins1) + ":" + str(wins2)
    if wins1 > wins2:
        return "player 1 " + score
    elif wins2 > wins1:
        return "player 2 " + score
    else:
        return "draw " + score
