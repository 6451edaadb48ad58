class Box:
    def __init__(self, v):
        self.v = v
        self.other = 1

    def get(self):
        return self.v


class Node:
    def __init__(self, v, following=None):
        self.v = v
        self.next = following


class Shown:
    def __init__(self, e):
        self._e = e

    def __str__(self):
        return self._e

    @property
    def prop(self):
        return self._e

    @prop.setter
    def prop(self, value):
        self._e = value
