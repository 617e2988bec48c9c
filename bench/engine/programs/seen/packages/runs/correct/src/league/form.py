"""Runs and records."""


def recent(season, team, count=5):
    """The outcomes of the team's last `count` matches, the latest at the end.

    A text such as "WDLWW"; shorter if the team has played less.
    """
    outcomes = [match.outcome(team) for match in season.of_team(team)]
    return "".join(outcomes[-count:]) if count > 0 else ""


def longest_run(season, team, outcomes="W"):
    """Length of the longest run of matches that all ended in `outcomes`.

    longest_run(season, team, "WD") is the longest unbeaten run.
    """
    best = run = 0
    for match in season.of_team(team):
        if match.outcome(team) in outcomes:
            run += 1
            best = max(best, run)
        else:
            run = 0
    return best


def current_run(season, team):
    """The outcome the team has had lately and how often in a row: ("W", 3).

    ("", 0) if it has not played.
    """
    outcome, length = "", 0
    for match in reversed(season.of_team(team)):
        latest = match.outcome(team)
        if outcome and latest != outcome:
            break
        outcome = latest
        length += 1
    return outcome, length


def biggest_wins(season, count=3):
    """The `count` matches won by the largest margin (draws do not count).

    Of equal margins the match with more goals comes first, then the one of
    the earlier round, then the one recorded earlier.
    """
    won = [match for match in season.matches if match.home_goals != match.away_goals]
    won.sort(key=lambda m: (-abs(m.home_goals - m.away_goals), -(m.home_goals + m.away_goals), m.round))
    return won[:count]
