"""Places, medals and team results."""
from dataclasses import dataclass
from fractions import Fraction

MEDALS = {1: "gold", 2: "silver", 3: "bronze"}


@dataclass(frozen=True)
class Standing:
    place: int
    competitor: str
    total: Fraction


def standings(sheet, tie_break=None):
    """Rank the competitors of a sheet.

    The higher total is better; on equal totals the higher score in the criterion
    `tie_break` (if one is named), and then the smaller sum of penalties. Those equal
    in all this share a place, the next ones take the place after all of them
    (1, 2, 2, 4), and are listed by name.
    """

    def key(name):
        extra = sheet.criterion_score(name, tie_break) if tie_break is not None else 0
        return (-sheet.total(name), -extra, sheet.penalty(name))

    result = []
    place = 0
    previous = None
    ordered = sorted(sheet.competitors(), key=lambda name: (key(name), name))
    for name in ordered:
        merit = key(name)
        if merit != previous:
            place = len(result) + 1
        previous = merit
        result.append(Standing(place, name, sheet.total(name)))
    return result


def medals(table):
    """{medal: [competitors]} for places 1 to 3; a medal nobody won is left out."""
    won = {}
    for standing in table:
        medal = MEDALS.get(standing.place)
        if medal is not None:
            won.setdefault(medal, []).append(standing.competitor)
    return won


def team_results(table, teams, count):
    """List (team, points), best first, teams with equal points by name.

    The points of a team are the sum of the `count` best totals of its members; members
    who are not in the table do not matter. A team with fewer than `count` members in
    the table is not listed.
    """
    totals = {standing.competitor: standing.total for standing in table}
    results = []
    for name, members in teams.items():
        scores = []
        for name in members:
            if name in totals:
                scores.append(totals[name])
        if len(scores) < count:
            continue
        scores.sort(reverse=True)
        results.append((name, sum(scores[:count], Fraction(0))))
    results.sort(key=lambda item: (-item[1], item[0]))
    return results
