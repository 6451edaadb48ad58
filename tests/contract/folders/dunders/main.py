def SOURCE():
    return "s"


def SINK(x):
    pass


class It:
    def __init__(self, v):
        self.v = v

    def __iter__(self):
        yield self.v

    def __getitem__(self, k):
        return self.v

    def __call__(self):
        return self.v

    def __add__(self, o):
        return self.v

    def __len__(self):
        return 3

    def __enter__(self):
        return self.v

    def __exit__(self, *a):
        pass


for it in It(SOURCE()):
    SINK(it)  # expect
SINK(It(SOURCE())[0])  # expect
SINK(It(SOURCE())())  # expect
SINK(It(SOURCE()) + 1)  # expect
SINK(len(It(SOURCE())))
with It(SOURCE()) as entered:
    SINK(entered)  # expect
