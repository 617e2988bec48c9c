"""Who is where."""
from collections import namedtuple

Row = namedtuple("Row", "rank name points buchholz berger wins")


def buchholz(table, name):
    """The points of all opponents, added up (one met twice counts twice)."""
    return sum(table.points(opponent) for opponent, _, _ in table.games_of(name))


def berger(table, name):
    """Sonneborn-Berger: the points of the opponents that were beaten and half
    the points of those who drew."""
    return sum(own * table.points(name) for opponent, own, _ in table.games_of(name))


def standings(table):
    """Rows of all players, the best first.

    Players are ordered by points, Buchholz, Sonneborn-Berger and wins (more
    is better); those who are equal in all of these have the same rank and
    are listed by name.  After two at rank 2 comes rank 4.
    """
    entries = []
    for name in table.names:
        wins = sum(1 for _, own, _ in table.games_of(name) if own == 1)
        score = (table.points(name), buchholz(table, name), berger(table, name), wins)
        entries.append((score, name))
    entries.sort(key=lambda entry: (tuple(-part for part in entry[0]), entry[1]))

    rows = []
    rank = 0
    previous = None
    for place, (score, name) in enumerate(entries, start=1):
        if score != previous:
            rank += 1
        rows.append(Row(rank, name, *score))
        previous = score
    return rows


def club_totals(table, clubs, best=2):
    """(club, points) pairs: the points of each club's ``best`` players.

    clubs is a dict from player to club; who is not in it plays for none.
    The most points come first, equals by the name of the club.
    """
    members = {}
    for name in table.names:
        if name in clubs:
            members.setdefault(clubs[name], []).append(table.points(name))
    totals = []
    for club, points in members.items():
        totals.append((club, sum(sorted(points, reverse=True)[:best])))
    return sorted(totals, key=lambda pair: (-pair[1], pair[0]))
