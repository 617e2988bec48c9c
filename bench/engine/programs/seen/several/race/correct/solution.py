def fastest(lines):
    """Each line is 'name seconds' (whole seconds, at least one line).
    Returns the name with the smallest time; the first such line if there
    are several."""
    best_name = ""
    best_time = None
    for line in lines:
        parts = line.split()
        name = parts[0]
        time = int(parts[1])
        if best_time is None or time < best_time:
            best_time = time
            best_name = name
    return best_name


def before(lines, who):
    """The names of all who were faster than the runner called who, in the
    order of the lines. An empty list if there is no runner of that name.
    (No name is there twice.)"""
    own = -1
    for line in lines:
        name, sec = line.split()
        if name == who:
            own = int(sec)
    result = []
    for line in lines:
        name, sec = line.split()
        if int(sec) < own:
            result.append(name)
    return result
