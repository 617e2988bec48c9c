def f():
    a
