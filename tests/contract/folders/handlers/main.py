"""Methods that a library calls in some order: what one puts into an object, another takes out."""

from library import Handler


def SOURCE():
    return "s"


def SINK(x):
    pass


ROWS = []
CLEAN = []


class Window(Handler):
    def __init__(self):
        self.rows = []
        self.by_name = {}
        self.clean = []
        self.picked = None
        self.count = 0

    def on_load(self, event):
        secret = SOURCE()
        self.rows.append(secret)
        self.by_name["a"] = secret
        self.clean.append(event.key)
        self.count += 1
        ROWS.append(secret)

    def on_pick(self, event):
        self.picked = event.row.SOURCE()

    def on_draw(self, event):
        for row in self.rows:
            SINK(row)  # expect
        SINK(self.rows[0])  # expect
        SINK(self.by_name["a"])  # expect
        SINK(self.by_name["b"])
        SINK(self.picked)  # expect
        SINK(self.clean[0])
        SINK(self.count)

    def on_exit(self, event):
        SINK(ROWS[0])  # expect
        SINK(CLEAN)


class Other(Handler):
    def __init__(self):
        self.rows = []

    def on_draw(self, event):
        SINK(self.rows)
