def SOURCE():
    return "s"


def SINK(x):
    pass


import state

kept = None


def put():
    global kept
    kept = SOURCE()


def get():
    return kept


SINK(get())
put()
SINK(get())  # expect
state.put(SOURCE())
SINK(state.value)  # expect
SINK(state.get())  # expect
SINK(state.other)
