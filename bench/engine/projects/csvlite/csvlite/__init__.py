from .parse import ParseError, parse, records
from .table import Table
from .write import dump, quote

__all__ = ["ParseError", "Table", "dump", "parse", "quote", "records"]
