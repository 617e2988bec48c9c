def histogram(numbers, low, high):
    """Returns a list of lines. For every whole number from low to high
    (both included) there is a line with the number, a colon, a space and
    one star for each time it is in the list, for example '3: **'
    (just '3: ' if it is not there). Numbers outside are ignored.
    The last line is 'most: ' and the number with the most stars (the
    smallest such number), or 'most: none' if there are no stars at all."""
    counts = []
    for i in range(low, high + 1):
        counts.append(0)
    for n in numbers:
        if n >= low and n <= high:
            counts[n - low] += 1

    lines = []
    best = None
    most = 0
    for i in range(len(counts)):
        stars = ""
        for j in range(counts[i]):
            stars = stars + "*"
        lines.append(str(i + low) + ": " + stars)
        if counts[i] > most:
            most = counts[i]
            best = i + low

    if best is None:
        lines.append("most: none")
    else:
        lines.append("most: " + str(best))
    return lines
