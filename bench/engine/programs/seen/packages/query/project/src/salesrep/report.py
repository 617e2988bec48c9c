"""Reports as lists of lines."""
from .stats import shares


def pivot(rows, down, across, value):
    """Sums of `value` as {down: {across: sum}}, every row with all columns.

    Combinations that do not occur are 0. Rows and columns are in order of
    appearance. `rows` may be any iterable.
    """
    rows = list(rows)
    columns = list(dict.fromkeys(row[across] for row in rows))
    table = {}
    for row in rows:
        line = table.setdefault(row[down], dict.fromkeys(columns, 0))
        line[row[across]] += row[value]
    return table


def pivot_lines(rows, down, across, value, sep=";"):
    """The pivot as text lines with a title line, row totals and column totals."""
    table = pivot(rows, down, across, value)
    columns = list(next(iter(table.values()), {}))
    lines = [sep.join([down] + [str(c) for c in columns] + ["total"])]
    totals = [0] * len(columns)
    for name, line in table.items():
        cells = [line[c] for c in columns]
        totals = [t + c for t, c in zip(totals, cells)]
        lines.append(sep.join([str(name)] + [str(c) for c in cells] + [str(sum(cells))]))
    lines.append(sep.join(["total"] + [str(t) for t in totals] + [str(sum(totals))]))
    return lines


def ranking(rows, name, value):
    """Lines 'place. name value (share%)', largest first; equals share a place.

    After equals the next place is skipped: 1, 2, 2, 4.
    """
    ordered = sorted(rows, key=lambda row: -row[value])
    parts = shares(row[value] for row in ordered)
    lines = []
    place = 0
    previous = None
    for position, (row, part) in enumerate(zip(ordered, parts), start=1):
        if row[value] != previous:
            place = position
            previous = row[value]
        lines.append(f"{place}. {row[name]} {row[value]} ({part}%)")
    return lines
