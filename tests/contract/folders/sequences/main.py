def SOURCE():
    return "s"


def SINK(x):
    pass


SINK((1, SOURCE())[0])
SINK((1, SOURCE())[1])  # expect
SINK([1, SOURCE()][-1])  # expect
found = []
found.append(SOURCE())
SINK(found[0])  # expect
SINK(sorted([SOURCE()])[0])  # expect
SINK(list(reversed([SOURCE(), 1]))[1])  # expect
for i, e in enumerate([SOURCE()]):
    SINK(i)
    SINK(e)  # expect
SINK(max([SOURCE()]))  # expect
SINK([x for x in [SOURCE()]][0])  # expect
rows = [{"p": u, "q": 1} for u in [SOURCE()]]
SINK(rows[0]["p"])  # expect
SINK(rows[0]["q"])
SINK(list(map(str.upper, [SOURCE()]))[0])  # expect
first, *rest = [1, SOURCE()]
SINK(first)
SINK(rest[0])  # expect
