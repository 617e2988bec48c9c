def bubble_sort(values):
    """Sorts with bubble sort. Returns (a new sorted list, number of passes).
    The list given stays as it was. In a pass all neighbours are
    compared from left to right and swapped if they are in the wrong order;
    the passes end after the first pass without a swap, and
    this last pass is counted, too (so there is always at least one)."""
    data = values
    passes = 0
    swapped = True
    while swapped == True:
        swapped = False
        for i in range(1, len(data) - 1):
            if data[i] > data[i + 1]:
                temp = data[i]
                data[i] = data[i + 1]
                data[i + 1] = temp
                swapped = True
        passes += 1
    return data, passes
