total = 0


def outer(seed, step=1):
    count = seed

    def inner(extra):
        nonlocal count
        global total
        count += extra
        total = count
        return lambda more=step: count + more

    return [inner(i) for i in range(count) if (last := i)], last


makers = [lambda: item for item in outer(3)]
