def SOURCE():
    return "s"


def SINK(x):
    pass


import package.deep as deep
from package import renamed
from package.deep import ident as same

SINK(same(SOURCE()))  # expect
SINK(same(4))
SINK(deep.ident(deep.ident(SOURCE())))  # expect
SINK(renamed(SOURCE()))  # expect
SINK(renamed(1))
