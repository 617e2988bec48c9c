from calendar import isleap
from datetime import date


def birthday_in(year: int, born: date) -> date:
    """The day on which someone's birthday is celebrated in a year."""
    if born.month == 2 and born.day == 29 and not isleap(year):
        return date(year, 3, 1)
    return date(year, born.month, born.day)


def days_to_birthday(born: date, today: date) -> int:
    """Count the days from today until the next birthday.

    On the birthday itself the result is 0. People born on 29 February
    celebrate on 1 March in years that are not leap years.

    >>> days_to_birthday(date(1990, 5, 20), date(2023, 5, 18))
    2
    >>> days_to_birthday(date(1990, 5, 20), date(2023, 5, 20))
    0
    >>> days_to_birthday(date(2000, 2, 29), date(2023, 2, 27))
    2
    """
    upcoming = birthday_in(today.year, born)
    if upcoming <= today:
        upcoming = birthday_in(today.year + 1, born)
    return (upcoming - today).days
