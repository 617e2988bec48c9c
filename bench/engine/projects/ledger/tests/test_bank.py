import pytest

from ledger.bank import Bank, statement
from ledger.errors import AccountClosed, InsufficientFunds, LedgerError, UnknownAccount


@pytest.fixture
def bank():
    bank = Bank()
    bank.open("checking", "ada", 5_000, overdraft=1_000)
    bank.open("savings", "ada", 20_000)
    bank.open("basic", "bob", 700)
    return bank


def test_open(bank):
    assert bank.account(1002).rate == 1200
    assert bank.open("basic", "eve").number == 1004
    with pytest.raises(LedgerError):
        bank.open("gold", "eve")
    with pytest.raises(UnknownAccount):
        bank.account(7)


def test_transfer(bank):
    bank.transfer(1001, 1003, 5_500)
    assert bank.account(1001).balance == -500
    assert bank.account(1003).balance == 6_200
    assert bank.account(1003).entries == [("from 1001", 5_500)]
    with pytest.raises(InsufficientFunds):
        bank.transfer(1001, 1003, 501)
    with pytest.raises(LedgerError):
        bank.transfer(1003, 1003, 1)


def test_failed_transfer_changes_nothing(bank):
    bank.account(1003).withdraw(700)
    bank.account(1003).close()
    with pytest.raises(AccountClosed):
        bank.transfer(1001, 1003, 100)
    assert bank.account(1001).balance == 5_000
    assert bank.account(1001).entries == []


def test_owner(bank):
    assert [a.number for a in bank.accounts_of("ada")] == [1001, 1002]
    assert bank.worth("ada") == 25_000
    assert bank.richest() == ["ada"]
    assert bank.richest(5) == ["ada", "bob"]


def test_month_end(bank):
    bank.month_end()
    assert [bank.account(n).balance for n in (1001, 1002, 1003)] == [4_850, 20_200, 700]


def test_statement(bank):
    account = bank.account(1001)
    account.deposit(1_205, "salary")
    account.withdraw(7)
    assert statement(account, 20) == [
        "salary         12.05",
        "withdrawal     -0.07",
        "balance        61.98",
    ]
