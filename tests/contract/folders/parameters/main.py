def SOURCE():
    return "s"


def SINK(x):
    pass


def two(a, *, k=None, **kw):
    SINK(a)
    SINK(k)  # expect
    SINK(kw["z"])  # expect
    SINK(kw["y"])


def rest(first, *more):
    SINK(first)
    SINK(more[0])
    SINK(more[1])  # expect


def defaulted(v=SOURCE()):
    return v


two(1, k=SOURCE(), z=SOURCE(), y=3)
rest(1, 2, SOURCE())
SINK(defaulted())  # expect
SINK(defaulted(1))
