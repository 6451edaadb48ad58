def SOURCE():
    return "s"


def SINK(x):
    pass


def branch(flag):
    if flag:
        z = SOURCE()
    else:
        z = 1
    SINK(z)  # expect
    if flag:
        z = 1
    else:
        z = 2
    SINK(z)


def loop():
    before = None
    for _ in range(3):
        SINK(before)  # expect
        before = SOURCE()


def early():
    return 1
    SINK(SOURCE())


branch(1)
loop()
early()
SINK(SOURCE() or 1)  # expect
SINK(SOURCE() == 1)
SINK(not SOURCE())
SINK(SOURCE() if SOURCE else 2)  # expect
SINK(len(SOURCE()))
