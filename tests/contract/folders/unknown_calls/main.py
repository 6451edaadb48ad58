def SOURCE():
    return "s"


def SINK(x):
    pass


import somewhere

SINK(somewhere.shape(SOURCE()))  # expect
SINK(somewhere.shape(1))
box = somewhere.make()
box.put(SOURCE())
SINK(box)  # expect
other = somewhere.make()
x = 1
somewhere.use(SOURCE(), x)
SINK(x)
