def f():
    b
