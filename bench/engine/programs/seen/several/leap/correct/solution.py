def is_leap(year):
    """A leap year can be divided by 4, but not by 100, unless it can be
    divided by 400."""
    if year % 400 == 0:
        return True
    elif year % 100 == 0:
        return False
    elif year % 4 == 0:
        return True
    else:
        return False


def days_in_years(first, last):
    """The number of days of all years from first to last, both included.
    The two years may be given in any order."""
    if first > last:
        help = first
        first = last
        last = help
    days = 0
    for year in range(first, last + 1):
        if is_leap(year):
            days = days + 366
        else:
            days = days + 365
    return days
