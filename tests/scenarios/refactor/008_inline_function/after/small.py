def use(q):
    k = q * 2 + 1
    tmp = q + 1
    return ((q + 1) * 3 + 1) * tmp - k
