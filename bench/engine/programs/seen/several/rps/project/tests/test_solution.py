from solution import winner, match


def test_winner():
    assert winner("rock", "scissors") == 1
    assert winner("rock", "paper") == 2
    assert winner("rock", "rock") == 0


def test_match_first_wins():
    assert match(["rock", "paper", "rock"], ["scissors", "rock", "paper"], 2) == "player 1 2:0"


def test_match_with_tie():
    assert match(["rock", "rock", "paper"], ["rock", "paper", "rock"], 3) == "draw 1:1"


def test_match_second_wins():
    assert match(["paper", "rock"], ["scissors", "paper"], 2) == "player 2 0:2"
