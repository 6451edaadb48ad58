def SOURCE():
    return "s"


def SINK(x):
    pass


class Base:
    def run(self, v):
        self.show(v)

    def show(self, v):
        pass


class Leaky(Base):
    def show(self, v):
        super().show(v)
        SINK(v)  # expect


class Clean(Base):
    def show(self, v):
        SINK(v)


Leaky().run(SOURCE())
Clean().run(1)


class Made:
    x = SOURCE()
    y = 1

    @classmethod
    def make(cls, v):
        o = cls()
        o.v = v
        return o

    @staticmethod
    def same(v):
        return v


SINK(Made.x)  # expect
SINK(Made().x)  # expect
SINK(Made().y)
SINK(Made.make(SOURCE()).v)  # expect
SINK(Made.make(1).v)
SINK(Made.same(SOURCE()))  # expect
