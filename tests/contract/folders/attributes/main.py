def SOURCE():
    return "s"


def SINK(x):
    pass


from model import Box, Node, Shown

b = Box(SOURCE())
c = Box(5)
SINK(b.v)  # expect
SINK(c.v)
SINK(b.get())  # expect
SINK(c.get())
SINK(b.other)
b.v = 1
SINK(b.v)
n = Node(SOURCE(), Node(1))
SINK(n.v)  # expect
SINK(n.next.v)
u = Shown(SOURCE())
SINK(f"{u}")  # expect
SINK(u.prop)  # expect
u.prop = 1
SINK(u.prop)
setattr(c, "v", SOURCE())
SINK(getattr(c, "v"))  # expect
SINK(c.__dict__["v"])  # expect
SINK(vars(c)["other"])
