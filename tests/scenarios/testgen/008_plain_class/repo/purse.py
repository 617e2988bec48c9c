class Purse:
    def __init__(self):
        self.cents = 0

    def add(self, cents):
        if cents < 0:
            raise ValueError("negative")
        self.cents += cents
        return self
