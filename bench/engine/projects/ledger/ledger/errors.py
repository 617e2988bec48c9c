class LedgerError(Exception):
    """Something the bank does not do."""


class InsufficientFunds(LedgerError):
    def __init__(self, account, missing):
        super().__init__(f"account {account} lacks {missing}")
        self.missing = missing


class AccountClosed(LedgerError):
    pass


class UnknownAccount(LedgerError, KeyError):
    pass
