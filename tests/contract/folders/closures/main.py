def SOURCE():
    return "s"


def SINK(x):
    pass


def make(v):
    def inner():
        return v

    return inner


SINK(make(SOURCE())())  # expect
SINK(make(1)())


def counter():
    n = None

    def put(v):
        nonlocal n
        n = v

    def get():
        return n

    return put, get


put, get = counter()
put(SOURCE())
SINK(get())  # expect
put2, get2 = counter()
SINK(get2())
f = lambda q: q
SINK(f(SOURCE()))  # expect
SINK((lambda q: 1)(SOURCE()))
