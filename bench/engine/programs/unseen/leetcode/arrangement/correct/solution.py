class Solution:
    def countArrangement(self, n: int) -> int:
        used = [False] * (n + 1)
        self.total = 0

        def place(position: int) -> None:
            if position > n:
                self.total += 1
                return
            for number in range(1, n + 1):
                if used[number]:
                    continue
                if number % position == 0 or position % number == 0:
                    used[number] = True
                    place(position + 1)
                    used[number] = False

        place(1)
        return self.total
