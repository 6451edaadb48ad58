def SOURCE():
    return "s"


def SINK(x):
    pass


a = {}
b = a
b["k"] = SOURCE()
SINK(a["k"])  # expect


def fill(target, value):
    target["k"] = value


e = {}
fill(e, SOURCE())
SINK(e["k"])  # expect
SINK(e["j"] if "j" in e else 1)


class Holder:
    pass


def put(holder, value):
    holder.field = value


one, other = Holder(), Holder()
put(one, SOURCE())
put(other, 1)
SINK(one.field)  # expect
SINK(other.field)
