def SOURCE():
    return "s"


def SINK(x):
    pass


import collections
import copy
import json
import operator
import re

SINK(json.dumps({"a": SOURCE()}))  # expect
SINK(json.loads(json.dumps({"a": SOURCE(), "b": 1}))["a"])  # expect
SINK(json.loads(json.dumps({"a": SOURCE(), "b": 1}))["b"])
SINK(copy.deepcopy({"a": SOURCE()})["a"])  # expect
SINK(copy.copy({"a": SOURCE(), "b": 1})["b"])
SINK(re.match(r"(.*)", SOURCE()).group(1))  # expect
SINK(operator.itemgetter("a")({"a": SOURCE(), "b": 1}))  # expect
SINK(operator.itemgetter("b")({"a": SOURCE(), "b": 1}))
by = collections.defaultdict(list)
by["k"].append(SOURCE())
SINK(by["k"][0])  # expect
SINK(by["j"])
