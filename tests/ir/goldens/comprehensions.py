x = 1
squares = [x * y for x in x for y in x.items if y if x]
names = {u.id: u.name for u in users}
found = {e for e in names}
lazy = (row async for row in squares)
nested = [[cell for cell in row] for row in x]
