"""Who plays whom."""


def round_robin(teams, legs=1):
    """Return the rounds of a tournament, each a list of (home, away).

    In every leg each team meets each other team once, and nobody plays twice
    in a round. With an odd number of teams one team rests in each round. The
    even legs (second, fourth …) repeat the rounds of the first leg with home
    and away exchanged, the odd legs repeat them as they are.

    ValueError for fewer than two teams, a team named twice, or legs < 1.
    """
    ring = list(teams)
    if len(ring) < 2:
        raise ValueError("at least two teams are needed")
    if len(set(ring)) != len(ring):
        raise ValueError("a team is named twice")
    if legs < 1:
        raise ValueError("at least one leg is needed")
    if len(ring) % 2:
        ring.append(None)
    half = len(ring) // 2
    first = []
    for number in range(len(ring) - 1):
        pairs = []
        for place in range(half):
            one, two = ring[place], ring[-1 - place]
            if one is None or two is None:
                continue
            pairs.append((one, two) if (number + place) % 2 == 0 else (two, one))
        first.append(pairs)
        ring.insert(1, ring.pop())
    rounds = []
    for leg in range(legs):
        for pairs in first:
            rounds.append([(b, a) if leg % 2 else (a, b) for a, b in pairs])
    return rounds


def resting(rounds, teams):
    """For each round the sorted list of the teams that do not play in it."""
    result = []
    for pairs in rounds:
        busy = {team for pair in pairs for team in pair}
        result.append(sorted(team for team in teams if team not in busy))
    return result
