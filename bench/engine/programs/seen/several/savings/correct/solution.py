def years_to_goal(start, yearly, percent, goal):
    """How many years does it take until there is at least goal in
    the savings account? Every year the interest (percent of what is there)
    is added, and after that the yearly payment.
    Returns -1 if it is not reached within 100 years."""
    money = start
    years = 0
    while money < goal:
        if years == 100:
            return -1
        interest = money * percent / 100
        money = money + interest + yearly
        years = years + 1
    return years


def savings_table(start, yearly, percent, years):
    """The list of what is there at the start, after 1 year, ... and after
    the given number of years (so it has years + 1 entries)."""
    table = [start]
    for i in range(years):
        before = table[i]
        after = before + before * percent / 100 + yearly
        table.append(after)
    return table
