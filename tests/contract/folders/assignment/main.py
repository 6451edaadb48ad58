def SOURCE():
    return "s"


def SINK(x):
    pass


SINK(SOURCE())  # expect
x = SOURCE()
SINK(x)  # expect
x = 1
SINK(x)
a, (b, *r) = 1, (SOURCE(), 2)
SINK(a)
SINK(b)  # expect
SINK(r)
c, d = SOURCE(), 1
c, d = d, c
SINK(c)
SINK(d)  # expect
e = "a"
e += SOURCE()
SINK(e)  # expect
if y := SOURCE():
    SINK(y)  # expect
