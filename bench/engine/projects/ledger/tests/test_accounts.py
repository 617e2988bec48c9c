import pytest

from ledger.accounts import Account, Checking, Savings
from ledger.errors import AccountClosed, InsufficientFunds, LedgerError


def test_deposit_and_withdraw():
    account = Account(1, "ada")
    account.deposit(500)
    account.withdraw(200)
    assert account.balance == 300
    assert account.entries == [("deposit", 500), ("withdrawal", -200)]


def test_whole_balance_can_be_taken():
    account = Account(1, "ada", 100)
    with pytest.raises(InsufficientFunds) as caught:
        account.withdraw(130)
    assert caught.value.missing == 30
    account.withdraw(100)
    assert account.balance == 0


@pytest.mark.parametrize("amount", [0, -5])
def test_amounts_must_be_positive(amount):
    account = Account(1, "ada", 100)
    with pytest.raises(ValueError):
        account.deposit(amount)
    with pytest.raises(ValueError):
        account.withdraw(amount)


def test_close():
    account = Account(1, "ada", 100)
    with pytest.raises(LedgerError):
        account.close()
    account.withdraw(100)
    account.close()
    with pytest.raises(AccountClosed):
        account.deposit(1)


def test_overdraft():
    account = Checking(1, "ada", 100, overdraft=50)
    account.withdraw(150)
    assert account.balance == -50
    with pytest.raises(InsufficientFunds):
        account.withdraw(1)


@pytest.mark.parametrize("before, after", [(99_999, 99_849), (100_000, 100_000), (0, -150)])
def test_checking_fee(before, after):
    account = Checking(1, "ada", before)
    account.month_end()
    assert account.balance == after


def test_savings_interest():
    account = Savings(1, "ada", 10_050)
    account.month_end()
    assert account.balance == 10_150
    assert account.entries == [("interest", 100)]


def test_savings_withdrawals():
    account = Savings(1, "ada", 10_000)
    account.withdraw(1)
    account.withdraw(1)
    with pytest.raises(LedgerError):
        account.withdraw(1)
    account.month_end()
    account.withdraw(1)
    assert account.withdrawals == 1
