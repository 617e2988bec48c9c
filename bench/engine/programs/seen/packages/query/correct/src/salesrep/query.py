"""Selecting, grouping and combining rows (dicts)."""
from .stats import AGGREGATES


class Query:
    """A chainable view of rows; no method changes the rows or the query."""

    def __init__(self, rows):
        self._rows = list(rows)

    def __iter__(self):
        return iter(self._rows)

    def __len__(self):
        return len(self._rows)

    def where(self, **conditions):
        """Rows equal to all the given values; a function tests the value."""
        def fits(row):
            for name, wanted in conditions.items():
                value = row.get(name)
                if callable(wanted):
                    if not wanted(value):
                        return False
                elif value != wanted:
                    return False
            return True

        return Query(row for row in self._rows if fits(row))

    def convert(self, **casts):
        """Columns converted by functions; empty text becomes None."""
        out = []
        for row in self._rows:
            new = dict(row)
            for name, cast in casts.items():
                new[name] = None if row[name] == "" else cast(row[name])
            out.append(new)
        return Query(out)

    def derive(self, name, func):
        """A further column computed from each row."""
        return Query({**row, name: func(row)} for row in self._rows)

    def order_by(self, *names):
        """Sorted by the columns, the first one first; '-name' is descending."""
        rows = list(self._rows)
        for name in reversed(names):
            descending = name.startswith("-")
            key = name.lstrip("-")
            rows.sort(key=lambda row: row[key], reverse=descending)
        return Query(rows)

    def group_by(self, *names, **aggregates):
        """One row per distinct values of `names`, in order of appearance.

        Aggregates are given as result="how:column" (see stats.AGGREGATES);
        missing values (None) do not take part.
        """
        groups = {}
        for row in self._rows:
            key = tuple(row[name] for name in names)
            groups.setdefault(key, []).append(row)
        out = []
        for key, members in groups.items():
            new = dict(zip(names, key))
            for result, spec in aggregates.items():
                how, _, column = spec.partition(":")
                values = [m[column] for m in members if m[column] is not None]
                new[result] = AGGREGATES[how](values)
            out.append(new)
        return Query(out)

    def top(self, n, name):
        """The n rows with the largest values, largest first; ties as they come."""
        return Query(sorted(self._rows, key=lambda row: row[name], reverse=True)[:n])

    def join(self, other, on, prefix=""):
        """Every row with each row of `other` that has the same `on` value.

        The other's columns are added under prefix + name; rows without a
        partner are left out.
        """
        index = {}
        for row in other:
            index.setdefault(row[on], []).append(row)
        out = []
        for row in self._rows:
            for partner in index.get(row[on], []):
                extra = {prefix + k: v for k, v in partner.items() if k != on}
                out.append({**row, **extra})
        return Query(out)
