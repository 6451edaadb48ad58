def SOURCE():
    return "s"


def SINK(x):
    pass


d = {"a": SOURCE(), "b": 2}
SINK(d["a"])  # expect
SINK(d["b"])
SINK(d)
SINK(d.get("a"))  # expect
SINK(d.get("b"))
SINK(d.get("b", SOURCE()))
SINK(d.get("z", SOURCE()))  # expect
e = {**d, "b": 1}
SINK(e["a"])  # expect
SINK(e["b"])
f = dict(a=SOURCE(), b=1)
SINK(f["a"])  # expect
SINK(f["b"])
g = {} | {"a": SOURCE()}
SINK(g["a"])  # expect
h = dict(zip(["a", "b"], [SOURCE(), 1]))
SINK(h["a"])  # expect
SINK(h["b"])
for k, v in {"a": SOURCE()}.items():
    SINK(k)
    SINK(v)  # expect
SINK({"a": {"b": SOURCE(), "c": 1}}["a"]["b"])  # expect
SINK({"a": {"b": SOURCE(), "c": 1}}["a"]["c"])
SINK(d.pop("a"))  # expect
