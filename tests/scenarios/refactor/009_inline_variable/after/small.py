def small(v, w=2):
    return v * w + 1


def use(q):
    k = small(q)
    return small(q + 1, w=3) * (q + 1) - k
