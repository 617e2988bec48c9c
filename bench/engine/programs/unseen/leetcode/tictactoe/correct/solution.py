class TicTacToe:
    def __init__(self, n: int):
        self.n = n
        self.rows = [0] * n
        self.cols = [0] * n
        self.diagonal = 0
        self.antiDiagonal = 0

    def move(self, row: int, col: int, player: int) -> int:
        step = 1 if player == 1 else -1
        self.rows[row] += step
        self.cols[col] += step
        if row == col:
            self.diagonal += step
        if row + col == self.n - 1:
            self.antiDiagonal += step
        lines = (self.rows[row], self.cols[col], self.diagonal, self.antiDiagonal)
        if any(abs(line) == self.n for line in lines):
            return player
        return 0
