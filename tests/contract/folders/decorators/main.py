def SOURCE():
    return "s"


def SINK(x):
    pass


import functools


def plain(f):
    @functools.wraps(f)
    def wrapper(*a, **k):
        return f(*a, **k)

    return wrapper


def with_argument(flag):
    def decorator(f):
        def wrapper(*a, **k):
            result = f(*a, **k)
            return result

        return wrapper

    return decorator


class Counted:
    def __init__(self, f):
        self.f = f

    def __call__(self, *a):
        return self.f(*a)


@plain
def one(z):
    return z


@with_argument(1)
@plain
def two(z):
    return z


@Counted
def three(z):
    return z


SINK(one(SOURCE()))  # expect
SINK(one(1))
SINK(two(SOURCE()))  # expect
SINK(two(1))
SINK(three(SOURCE()))  # expect
SINK(three(1))
