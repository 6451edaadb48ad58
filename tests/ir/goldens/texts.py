plain = "a" 'b'
raw = rb"\x00" + b"\x41"
text = f"{user.name!r:>{width}} {phone=} {{x}}\n" "tail" f"{1 + 1:.2f}"
old = "%s and %d" % (plain, raw)
long = """first
second \u00e9"""
number = 1_000, 0x1F, 1.5e3, 2j, 99999999999999999999999, ...
