import random

import pytest

from ledger.accounts import Account, Checking, Savings
from ledger.bank import Bank, statement
from ledger.errors import AccountClosed, InsufficientFunds, LedgerError, UnknownAccount


def snapshot(bank):
    return {n: (a.balance, list(a.entries), a.closed) for n, a in bank._accounts.items()}


def test_random_bank():
    for seed in range(150):
        rng = random.Random(seed)
        bank, model = Bank(), {}
        for i in range(5):
            kind, owner = rng.choice(["basic", "checking", "savings"]), rng.choice("abc")
            balance = rng.choice([0, 0, 50, 5000, 99_999, 100_000])
            options = {"overdraft": 100} if kind == "checking" else {}
            account = bank.open(kind, owner, balance, **options)
            assert account.number == 1001 + i and account.kind == kind
            model[account.number] = dict(kind=kind, owner=owner, b=balance, closed=False, w=0, log=[])
        for _ in range(30):
            a, b = rng.choice(list(model)), rng.choice(list(model))
            amount = rng.choice([1, 10, 100, 150, 5000])
            m, t = model[a], model[b]
            action = rng.choice(["d", "w", "t", "t", "c", "m"])
            room = m["b"] + (100 if m["kind"] == "checking" else 0)
            blocked = m["kind"] == "savings" and m["w"] >= 2
            error = None
            if action == "d":
                error = AccountClosed if m["closed"] else None
            elif action == "c":
                error = LedgerError if m["b"] else None
            elif action == "t" and a == b:
                error = LedgerError
            elif action in "wt":
                if blocked:
                    error = LedgerError
                elif m["closed"]:
                    error = AccountClosed
                elif amount > room:
                    error = InsufficientFunds
                elif action == "t" and t["closed"]:
                    error = AccountClosed
            call = {
                "d": lambda: bank.account(a).deposit(amount), "c": lambda: bank.account(a).close(),
                "w": lambda: bank.account(a).withdraw(amount),
                "t": lambda: bank.transfer(a, b, amount), "m": bank.month_end}[action]
            before = snapshot(bank)
            if error:
                with pytest.raises(error) as caught:
                    call()
                assert type(caught.value) is error
                if error is InsufficientFunds:
                    assert caught.value.missing == amount - room
                if action == "t" and error is AccountClosed and not m["closed"] and m["kind"] == "savings":
                    m["w"] = bank.account(a).withdrawals
                assert snapshot(bank) == before
                continue
            call()
            if action == "d":
                m["b"] += amount; m["log"].append(("deposit", amount))
            elif action == "w":
                m["b"] -= amount; m["w"] += 1; m["log"].append(("withdrawal", -amount))
            elif action == "t":
                m["b"] -= amount; m["w"] += 1; m["log"].append((f"to {b}", -amount))
                t["b"] += amount; t["log"].append((f"from {a}", amount))
            elif action == "c":
                m["closed"] = True
            else:
                for x in model.values():
                    if x["closed"]:
                        continue
                    if x["kind"] == "checking" and x["b"] < 100_000:
                        x["b"] -= 150; x["log"].append(("fee", -150))
                    if x["kind"] == "savings":
                        gain = x["b"] * 1200 // 120_000
                        if gain > 0:
                            x["b"] += gain; x["log"].append(("interest", gain))
                        x["w"] = 0
            assert snapshot(bank) == {n: (x["b"], x["log"], x["closed"]) for n, x in model.items()}
        for owner in "abc":
            mine = [n for n in sorted(model) if model[n]["owner"] == owner and not model[n]["closed"]]
            assert [x.number for x in bank.accounts_of(owner)] == mine
            assert bank.worth(owner) == sum(model[n]["b"] for n in mine)
        owners = sorted({m["owner"] for m in model.values()})
        ranking = sorted(owners, key=bank.worth, reverse=True)
        assert bank.richest(5) == ranking and bank.richest() == ranking[:1]
        assert bank.richest(2) == ranking[:2]


def test_amounts_and_errors():
    for cls in (Account, Checking, Savings):
        account = cls(1, "x", 10)
        for bad in (0, -1):
            with pytest.raises(ValueError):
                account.deposit(bad)
            with pytest.raises(ValueError):
                account.withdraw(bad)
        assert account.entries == [] and account.balance == 10
        assert cls(2, "y").entries is not account.entries
    with pytest.raises(KeyError):
        Bank().account(3)
    with pytest.raises(UnknownAccount):
        Bank().transfer(1, 2, 3)
    with pytest.raises(LedgerError):
        Bank().open("gold", "x")
    overdrawn = Checking(1, "x", 0, 50)
    overdrawn.withdraw(20)
    with pytest.raises(LedgerError):
        overdrawn.close()
    assert str(InsufficientFunds(4, 9)) == "account 4 lacks 9"


def test_interest():
    for balance in range(0, 30_000, 37):
        for rate in (1, 250, 1200):
            account = Savings(1, "x", balance, rate)
            account.month_end()
            gain = (balance * rate) // 120_000
            assert account.balance == balance + gain
            assert account.entries == ([("interest", gain)] if gain else [])


def test_statement():
    account = Checking(1, "x", 0, 500)
    assert statement(account) == ["balance" + "0.00".rjust(17)]
    account.withdraw(205, "rent")
    account.deposit(100_000, "pay")
    assert statement(account, 16) == [
        "rent       -2.05", "pay      1000.00", "balance   997.95"]
