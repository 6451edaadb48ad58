value = None
other = 1


def put(v):
    global value
    value = v


def get():
    return value
