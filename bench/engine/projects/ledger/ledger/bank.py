"""The bank: opens accounts and moves money between them."""

from .accounts import Account, Checking, Savings
from .errors import LedgerError, UnknownAccount

KINDS = {cls.kind: cls for cls in (Account, Checking, Savings)}


class Bank:
    def __init__(self):
        self._accounts = {}
        self._next_number = 1001

    def open(self, kind, owner, balance=0, **options):
        if kind not in KINDS:
            raise LedgerError(f"unknown kind of account: {kind}")
        account = KINDS[kind](self._next_number, owner, balance, **options)
        self._accounts[account.number] = account
        self._next_number += 1
        return account

    def account(self, number):
        if number not in self._accounts:
            raise UnknownAccount(number)
        return self._accounts[number]

    def transfer(self, source, target, amount):
        """Move money; if the second half fails, the first is taken back."""
        if source == target:
            raise LedgerError("source and target are the same")
        giver = self.account(source)
        taker = self.account(target)
        giver.withdraw(amount, f"to {target}")
        try:
            taker.deposit(amount, f"from {source}")
        except LedgerError:
            giver.balance += amount
            giver.entries.pop()
            raise

    def accounts_of(self, owner):
        """Return the open accounts of an owner, by number."""
        return sorted(
            (a for a in self._accounts.values() if a.owner == owner and not a.closed),
            key=lambda account: account.number,
        )

    def worth(self, owner):
        return sum(account.balance for account in self.accounts_of(owner))

    def month_end(self):
        for account in self._accounts.values():
            if not account.closed:
                account.month_end()

    def richest(self, count=1):
        """Return the owners with the most money, richest first, ties by name."""
        owners = {account.owner for account in self._accounts.values()}
        return sorted(owners, key=lambda owner: (-self.worth(owner), owner))[:count]


def statement(account, width=24):
    """Return the entries as lines, amounts right-aligned, and the balance last."""
    lines = []
    for text, amount in account.entries + [("balance", account.balance)]:
        sign = "-" if amount < 0 else ""
        number = f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"
        lines.append(text + number.rjust(width - len(text)))
    return lines
