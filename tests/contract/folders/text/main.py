def SOURCE():
    return "s"


def SINK(x):
    pass


SINK(f"hello {SOURCE()}")  # expect
SINK("%s" % SOURCE())  # expect
SINK("a {}".format(SOURCE()))  # expect
SINK("-".join([SOURCE()]))  # expect
SINK(SOURCE().upper())  # expect
SINK(SOURCE().split(",")[0])  # expect
SINK(SOURCE()[1:3])  # expect
SINK(SOURCE().startswith("a"))
SINK(str([SOURCE()]))  # expect
SINK("constant {}".format(1))
