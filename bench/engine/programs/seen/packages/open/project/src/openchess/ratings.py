"""Elo ratings."""
from .table import RESULTS


def expected(own, other):
    """The points that a player can expect against another, from 0 to 1."""
    return 1 / (1 + 10 ** ((other - own) / 400))


def factor(rating, played):
    """The K factor: 40 for the first 10 games, later 20, but 10 from 2400 up."""
    if played < 10:
        return 40
    return 10 if rating >= 2400 else 20


def new_ratings(ratings, games, played=None):
    """Ratings after a tournament, as a new dict.

    All games count with the ratings before the tournament.  The new ratings
    are rounded to one decimal.  ``played`` has the number of games before
    the tournament (0 for who is not in it).
    """
    played = played or {}
    changed = dict(ratings)
    for white, black, result in games:
        for_white, for_black = RESULTS[result]
        for name, other, points in ((white, black, for_white), (black, white, for_black)):
            k = factor(ratings[name], played.get(name, 0))
            changed[name] += k * (points - expected(ratings[name], ratings[other]))
    return {name: round(value, 1) for name, value in changed.items()}
