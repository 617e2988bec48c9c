"""Small dense matrices of exact numbers."""

from fractions import Fraction


class Matrix:
    """A matrix made of rows.

    >>> Matrix([[1, 2], [3, 4]]) * Matrix([[0, 1], [1, 0]])
    Matrix([[2, 1], [4, 3]])
    """

    def __init__(self, rows):
        rows = [list(row) for row in rows]
        if not rows or not rows[0]:
            raise ValueError("a matrix needs at least one row and one column")
        if any(len(row) != len(rows[0]) for row in rows):
            raise ValueError("rows differ in length")
        self.rows = rows

    @classmethod
    def identity(cls, size):
        """
        >>> Matrix.identity(2)
        Matrix([[1, 0], [0, 1]])
        """
        return cls([[1 if i == j else 0 for j in range(size)] for i in range(size)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __repr__(self):
        return f"Matrix({self.rows!r})"

    def __eq__(self, other):
        if not isinstance(other, Matrix):
            return NotImplemented
        return self.rows == other.rows

    def __getitem__(self, position):
        row, column = position
        return self.rows[row][column]

    def __add__(self, other):
        if self.shape != other.shape:
            raise ValueError("shapes differ")
        return Matrix(
            [a + b for a, b in zip(mine, theirs)] for mine, theirs in zip(self.rows, other.rows)
        )

    def __mul__(self, other):
        if not isinstance(other, Matrix):
            return Matrix([value * other for value in row] for row in self.rows)
        if self.shape[1] != other.shape[0]:
            raise ValueError("inner sizes differ")
        columns = other.transpose().rows
        return Matrix(
            [sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows
        )

    def __pow__(self, exponent):
        """Raise a square matrix to a power of at least 0."""
        self._require_square()
        result = Matrix.identity(len(self.rows))
        base = self
        while exponent > 0:
            if exponent % 2 == 1:
                result = result * base
            base = base * base
            exponent //= 2
        return result

    def transpose(self):
        """
        >>> Matrix([[1, 2, 3]]).transpose()
        Matrix([[1], [2], [3]])
        """
        return Matrix(zip(*self.rows))

    def trace(self):
        self._require_square()
        return sum(self.rows[i][i] for i in range(len(self.rows)))

    def minor(self, row, column):
        """Return the matrix without one row and one column."""
        return Matrix(
            values[:column] + values[column + 1:]
            for i, values in enumerate(self.rows)
            if i != row
        )

    def determinant(self):
        self._require_square()
        if len(self.rows) == 1:
            return self.rows[0][0]
        total = 0
        for column, value in enumerate(self.rows[0]):
            sign = -1 if column % 2 else 1
            total += sign * value * self.minor(0, column).determinant()
        return total

    def inverse(self):
        """Return the inverse; ZeroDivisionError if there is none."""
        det = self.determinant()
        if det == 0:
            raise ZeroDivisionError("the matrix is singular")
        size = len(self.rows)
        if size == 1:
            return Matrix([[Fraction(1, det)]])
        cofactors = [
            [(-1) ** (i + j) * self.minor(i, j).determinant() for j in range(size)]
            for i in range(size)
        ]
        return Matrix(cofactors).transpose() * Fraction(1, det)

    def _require_square(self):
        if self.shape[0] != self.shape[1]:
            raise ValueError("the matrix is not square")
