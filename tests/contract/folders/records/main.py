def SOURCE():
    return "s"


def SINK(x):
    pass


from dataclasses import asdict, dataclass, replace
from typing import NamedTuple


@dataclass
class Person:
    name: str
    phone: str = ""


class Pair(NamedTuple):
    a: int
    b: str


p = Person("n", SOURCE())
SINK(p.phone)  # expect
SINK(p.name)
SINK(asdict(p)["phone"])  # expect
SINK(asdict(p)["name"])
q = replace(p, name=SOURCE())
SINK(q.name)  # expect
SINK(p.name)
pair = Pair(1, SOURCE())
SINK(pair.b)  # expect
SINK(pair.a)
SINK(pair[1])  # expect
left, right = pair
SINK(left)
SINK(right)  # expect
match p:
    case Person(name, phone):
        SINK(name)
        SINK(phone)  # expect
match {"k": SOURCE(), "j": 1}:
    case {"k": k, "j": j}:
        SINK(k)  # expect
        SINK(j)
