def f(g):
    x = g()
    return x + x
