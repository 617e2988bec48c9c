"""Kinds of accounts."""

from .errors import AccountClosed, InsufficientFunds, LedgerError


class Account:
    kind = "basic"

    def __init__(self, number, owner, balance=0):
        self.number = number
        self.owner = owner
        self.balance = balance
        self.closed = False
        self.entries = []

    def spendable(self):
        """Return how much can be taken out now."""
        return self.balance

    def deposit(self, amount, text="deposit"):
        self._check(amount)
        self.balance += amount
        self.entries.append((text, amount))

    def withdraw(self, amount, text="withdrawal"):
        self._check(amount)
        if amount > self.spendable():
            raise InsufficientFunds(self.number, amount - self.spendable())
        self.balance -= amount
        self.entries.append((text, -amount))

    def close(self):
        if self.balance != 0:
            raise LedgerError("only an empty account can be closed")
        self.closed = True

    def month_end(self):
        """Book what is due at the end of a month."""

    def _check(self, amount):
        if self.closed:
            raise AccountClosed(self.number)
        if amount <= 0:
            raise ValueError("amounts must be positive")


class Checking(Account):
    kind = "checking"
    fee = 150

    def __init__(self, number, owner, balance=0, overdraft=0):
        super().__init__(number, owner, balance)
        self.overdraft = overdraft

    def spendable(self):
        return self.balance + self.overdraft

    def month_end(self):
        """Charge the fee, unless the balance is at least 1000.00."""
        if self.balance < 100_000:
            self.balance -= self.fee
            self.entries.append(("fee", -self.fee))


class Savings(Account):
    kind = "savings"
    free_withdrawals = 2

    def __init__(self, number, owner, balance=0, rate=1200):
        super().__init__(number, owner, balance)
        self.rate = rate  # per year, in hundredths of a per cent
        self.withdrawals = 0

    def withdraw(self, amount, text="withdrawal"):
        if self.withdrawals >= self.free_withdrawals:
            raise LedgerError("no more withdrawals this month")
        super().withdraw(amount, text)
        self.withdrawals += 1

    def month_end(self):
        """Add a twelfth of the yearly interest, rounded down, and allow withdrawals again."""
        interest = self.balance * self.rate // (10_000 * 12)
        if interest > 0:
            self.deposit(interest, "interest")
        self.withdrawals = 0
