def SOURCE():
    return "s"


def SINK(x):
    pass


def fail(v):
    raise ValueError(v)


try:
    fail(SOURCE())
except ValueError as error:
    SINK(error.args[0])  # expect
    SINK(str(error))  # expect
try:
    fail(1)
except ValueError as error:
    SINK(error.args[0])


class Own(Exception):
    def __init__(self, detail):
        super().__init__("own")
        self.detail = detail


try:
    raise Own(SOURCE())
except Own as error:
    SINK(error.detail)  # expect
x = 1
try:
    x = SOURCE()
    fail(2)
except ValueError:
    SINK(x)  # expect
finally:
    SINK(1)
