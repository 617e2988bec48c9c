def rainfall(readings):
    """Report about the rain. readings are whole numbers (millimetres), one
    a day; 9999 means the end of the data (what follows is ignored; it may be
    missing), negative ones are faulty and are skipped as if
    they were not there.
    Returns a dictionary: 'days' number of good readings, 'average' of the good
    readings (0 if there are none, not rounded), 'wettest' the greatest
    good reading (None if there are none), 'dry' the length of
    the longest series of zeros one after the other."""
    total = 0
    days = 0
    wettest = None
    dry = 0
    longest = 0
    for r in readings:
        if r == 9999:
            break
        if r < 0:
            continue
        days += 1
        total += r
        if wettest is None or r > wettest:
            wettest = r
        if r == 0:
            dry += 1
            if dry > longest:
                longest = dry
        else:
            dry = 0
    if days == 0:
        average = 0
    else:
        average = total / days
    report = {}
    report["days"] = days
    report["average"] = average
    report["wettest"] = wettest
    report["dry"] = longest
    return report
