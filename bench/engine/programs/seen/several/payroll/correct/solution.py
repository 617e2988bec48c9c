def minutes(time):
    """Minutes since midnight of a time like '8:30' or '17:05'."""
    parts = time.split(":")
    return int(parts[0]) * 60 + int(parts[1])


def worked(start, end):
    """Hours (maybe with a fraction) from start to end. If the end is earlier
    on the clock than the start, the work went on past midnight."""
    m = minutes(end) - minutes(start)
    if m < 0:
        m = m + 24 * 60
    return m / 60


def pay(days, rate):
    """days is a list of (weekday, start, end), weekday is 'mon' ... 'sun'.
    On saturdays and sundays each hour is paid with twice the rate.
    On other days the first 8 hours are paid with the rate and the hours after
    that with one and a half times the rate. Returns the whole pay (not rounded)."""
    total = 0
    for day in days:
        hours = worked(day[1], day[2])
        if day[0] == "sat" or day[0] == "sun":
            amount = hours * rate * 2
        elif hours > 8:
            extra = hours - 8
            amount = 8 * rate + extra * rate * 1.5
        else:
            amount = hours * rate
        total = total + amount
    return total
