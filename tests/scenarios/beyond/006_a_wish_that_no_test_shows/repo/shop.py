def report(rows):
    return list(rows)
