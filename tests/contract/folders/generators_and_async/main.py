def SOURCE():
    return "s"


def SINK(x):
    pass


import asyncio
import contextlib


def numbers():
    yield 1
    yield SOURCE()


def through():
    yield from numbers()


for g in through():
    SINK(g)  # expect


@contextlib.contextmanager
def opened():
    yield SOURCE()


with opened() as w:
    SINK(w)  # expect


async def later(v):
    return v


async def run():
    SINK(await later(SOURCE()))  # expect
    one, two = await asyncio.gather(later(SOURCE()), later(1))
    SINK(one)  # expect
    SINK(two)


asyncio.run(run())
