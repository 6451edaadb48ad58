def SOURCE():
    return "s"


def SINK(x):
    pass


import functools


def ident(v):
    return v


def apply(f, z):
    return f(z)


SINK(apply(ident, SOURCE()))  # expect
SINK(apply(ident, 1))
SINK(apply(lambda _: 1, SOURCE()))
partial = functools.partial(ident, SOURCE())
SINK(partial())  # expect
handlers = {"a": lambda v: SINK(v), "b": lambda v: v}  # expect
handlers["a"](SOURCE())
SINK(functools.reduce(lambda x, y: x + y, [SOURCE(), "a"]))  # expect
