from solution import league_points


def test_no_games():
    assert league_points([]) == {}


def test_one_game():
    assert league_points([("Reds", "Blues", 2, 0)]) == {"Reds": 3, "Blues": 0}
    assert league_points([("Reds", "Blues", 1, 1)]) == {"Reds": 1, "Blues": 1}


def test_several_games():
    games = [("A", "B", 2, 1), ("B", "C", 0, 0), ("C", "A", 3, 1)]
    assert league_points(games) == {"A": 3, "B": 1, "C": 4}
