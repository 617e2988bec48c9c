def small(v, w=2):
    return v * w + 1


def use(q):
    k = small(q)
    tmp = q + 1
    return small(q + 1, w=3) * tmp - k
