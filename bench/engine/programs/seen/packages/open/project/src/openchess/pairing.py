"""Who plays whom."""
from .standings import standings


class PairingError(Exception):
    """No pairing is possible."""


def round_robin(names, double=False):
    """Rounds in which everybody meets everybody once.

    A list of rounds, each a list of (white, black).  Nobody plays twice in a
    round, and there are as few rounds as possible: with an odd number of
    players one is free in each.  Everybody has white as often as black, or
    once more or less.  With ``double``, the same rounds follow again with
    colours reversed.
    """
    players = list(names)
    if len(set(players)) != len(players):
        raise ValueError("a player is entered twice")
    if len(players) < 2:
        return []
    if len(players) % 2:
        players.insert(0, None)
    fixed, ring = players[0], players[1:]
    rounds = []
    for number in range(len(ring)):
        line = [fixed] + ring
        games = []
        for i in range(len(line) // 2):
            one, two = line[i], line[-1 - i]
            if one is None:
                continue
            swap = number % 2 if i == 0 else i % 2
            games.append((two, one) if swap else (one, two))
        rounds.append(games)
        ring = ring[-1:] + ring[:-1]
    if double:
        rounds += [[(black, white) for white, black in games] for games in rounds]
    return rounds


def _pair_up(order, table):
    """Pairs for all names of order (an even number), or None."""
    if not order:
        return []
    first = order[0]
    met = table.opponents(first)
    for opponent in order[1:]:
        if opponent in met:
            continue
        rest = [name for name in order[1:] if name != opponent]
        others = _pair_up(rest, table)
        if others is not None:
            return [(first, opponent)] + others
    return None


def swiss_round(table, absent=()):
    """Pairs for the next round, and who has the bye (or None).

    Players in ``absent`` are left out.  Nobody meets the same opponent
    twice.  The best placed (in the standings) gets the best placed possible
    opponent that allows to pair the others too, then likewise the best of
    those left, and so on.  With an odd number, the bye goes to the one with
    the fewest byes so far, of those to the lowest placed; if the others can
    then not be paired, to the next one in this order.

    In a pair (white, black), white has the lower colour balance, or else is
    placed higher.  PairingError if there is no way.
    """
    order = [row.name for row in standings(table) if row.name not in absent]
    if len(order) % 2:
        candidates = sorted(reversed(order), key=table.byes)
    else:
        candidates = [None]
    for free in candidates:
        pairs = _pair_up([name for name in order if name != free], table)
        if pairs is not None:
            break
    else:
        raise PairingError("no pairing without repetition")
    games = []
    for higher, lower in pairs:
        if table.colour_balance(lower) < table.colour_balance(higher):
            games.append((lower, higher))
        else:
            games.append((higher, lower))
    return games, free
