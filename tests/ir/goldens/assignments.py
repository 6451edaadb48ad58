a = b = load()
c, (d, *e) = a
[f, g] = f, b
c, d = d, c
a += 1
d.total += a
e["k"] -= 2
x: int = 3
y: str
print((n := len(e)), n)
del c, d.name, e[0]
row[1:2, ::3] = -4
values = [*e, *a]
