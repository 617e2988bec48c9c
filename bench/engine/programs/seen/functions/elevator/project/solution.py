def travel(start, requests):
    """An elevator starts at floor start and goes to the requested floors
    one after the other. A request for the floor where it already is
    is ignored. Returns (number of floors travelled altogether, longest
    single ride in floors, number of rides)."""
    total = 0
    longest = 0
    rides = 0
    current = start
    for floor in requests:
        if floor == current:
            continue
        if floor > current:
            distance = floor - current
        else:
            distance = current - floor
        total = total + distance
        if distance > longest:
            longest = distance
            current = floor
        rides = rides + 1
    return total, longest, rides
