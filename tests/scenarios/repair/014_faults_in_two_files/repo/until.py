def starts(days, until):
    return [day for day in days if day < until]
