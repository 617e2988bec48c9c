def league_points(results: list[tuple[str, str, int, int]]) -> dict[str, int]:
    """
    Return the points of each team of a football league. A result is a tuple
    (home team, away team, home goals, away goals). A win gives 3 points, a
    draw gives 1 point to both teams, a defeat gives none. Every team that
    played is in the table.

    >>> league_points([("Reds", "Blues", 2, 0)])
    {'Reds': 3, 'Blues': 0}
    >>> league_points([("Reds", "Blues", 1, 1)])
    {'Reds': 1, 'Blues': 1}
    """
    points: dict[str, int] = {}
    for home, away, home_goals, away_goals in results:
        points.setdefault(home, 0)
        points.setdefault(away, 0)
        if home_goals > away_goals:
            points[home] += 3
        elif home_goals < away_goals:
            points[away] += 3
        else:
            points[home] += 1
            points[away] += 1
    return points
