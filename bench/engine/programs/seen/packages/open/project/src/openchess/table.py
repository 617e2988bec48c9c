"""The games of a tournament."""

# result: (points of white, points of black)
RESULTS = {"1-0": (1, 0), "0-1": (0, 1), "1/2": (0.5, 0.5)}


class ResultError(ValueError):
    pass


class Table:
    """Players and their games, in the order in which they were recorded."""

    def __init__(self, names):
        self.names = []
        self.games = []
        self._byes = {}
        for name in names:
            if name in self._byes:
                raise ValueError("%s is entered twice" % name)
            self.names.append(name)
            self._byes[name] = 0

    def _check(self, name):
        if name not in self._byes:
            raise ResultError("unknown player %s" % name)

    def record(self, white, black, result):
        """Add a game; result is '1-0', '0-1' or '1/2'."""
        self._check(white)
        self._check(black)
        if white == black:
            raise ResultError("%s cannot play alone" % white)
        if result not in RESULTS:
            raise ResultError("unknown result %s" % result)
        self.games.append((white, black, result))

    def bye(self, name):
        """A round without opponent, which counts one point."""
        self._check(name)
        self._byes[name] += 1

    def byes(self, name):
        return self._byes[name]

    def games_of(self, name):
        """List of (opponent, own points, colour) with colour 'w' or 'b'."""
        found = []
        for white, black, result in self.games:
            for_white, for_black = RESULTS[result]
            if white == name:
                found.append((black, for_white, "w"))
            elif black == name:
                found.append((white, for_black, "b"))
        return found

    def points(self, name):
        return self._byes[name] + sum(p for _, p, _ in self.games_of(name))

    def opponents(self, name):
        return {opponent for opponent, _, _ in self.games_of(name)}

    def colour_balance(self, name):
        """Games with white minus games with black."""
        colours = [c for _, _, c in self.games_of(name)]
        return colours.count("w") - colours.count("b")

    def unbeaten(self, name):
        """The most games in a row that name has not lost."""
        best = run = 0
        for _, points, _ in self.games_of(name):
            run = run + 1 if points else 0
            best = max(best, run)
        return best
