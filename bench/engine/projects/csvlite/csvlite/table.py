"""A table of records with a few questions one asks of it."""

from .parse import records


class Table:
    def __init__(self, rows):
        self.rows = list(rows)

    @classmethod
    def from_text(cls, text, delimiter=","):
        return cls(records(text, delimiter))

    def column(self, name):
        return [row[name] for row in self.rows]

    def where(self, **wanted):
        """Return the rows in which every named column has the wanted value."""
        return Table(
            row for row in self.rows if all(row[name] == value for name, value in wanted.items())
        )

    def sort_by(self, name, key=str, reverse=False):
        return Table(sorted(self.rows, key=lambda row: key(row[name]), reverse=reverse))

    def group_by(self, name):
        """Return {value: Table}, in order of first appearance."""
        groups = {}
        for row in self.rows:
            groups.setdefault(row[name], []).append(row)
        return {value: Table(rows) for value, rows in groups.items()}

    def total(self, name):
        """Add up a column; empty fields count as nothing."""
        return sum(float(value) for value in self.column(name) if value != "")
