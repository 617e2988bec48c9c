def find_seats(hall, k):
    """hall is a list of rows (texts), '.' is a free seat and 'x' a taken one.
    Looks for k (at least 1) free seats side by side. The row farthest
    to the back (the last one) is the best, and in a row the leftmost place.
    Returns (row, first seat), both counted from 1, or None."""
    r = len(hall) - 1
    free = 0
    while r > 0:
        for s in range(len(hall[r])):
            if hall[r][s] == ".":
                free += 1
            else:
                free = 0
            if free == k:
                return r + 1, s - k + 2
        r -= 1
    return None


def book(hall, k):
    """A new hall in which the k seats found by find_seats are taken.
    If there are none, the new hall is like the old one."""
    new_hall = []
    for row in hall:
        new_hall.append(row)
    place = find_seats(hall, k)
    if place != None:
        row = place[0] - 1
        start = place[1] - 1
        old = hall[row]
        new_hall[row] = old[:start] + "x" * k + old[start + k + 1:]
    return new_hall
