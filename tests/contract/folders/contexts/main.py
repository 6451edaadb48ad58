def SOURCE():
    return "s"


def SINK(x):
    pass


def inner(v):
    return v


def middle(v):
    return inner(v)


def outer(v):
    return middle(v)


SINK(outer(SOURCE()))  # expect
SINK(outer(1))


def show(p):
    SINK(p)  # expect


show(SOURCE())
show(2)


def recursive(n, v):
    if n == 0:
        return v
    return recursive(n - 1, v)


SINK(recursive(3, SOURCE()))  # expect
SINK(recursive(3, 1))
