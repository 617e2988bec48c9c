from .store import Store, TransactionError

__all__ = ["Store", "TransactionError"]
