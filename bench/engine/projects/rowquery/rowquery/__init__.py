"""A small query language for lists of dictionaries.

    select name, age from people where age >= 18 and not city = 'Rome' order by age desc limit 3
"""

from rowquery.database import Database
from rowquery.errors import QueryError, UnknownName
from rowquery.parser import parse
from rowquery.tokens import tokenize

__all__ = ["Database", "QueryError", "UnknownName", "parse", "tokenize"]
