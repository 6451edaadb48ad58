def scan(rows):
    total = 0
    for number, row in enumerate(rows):
        if row is None:
            break
        total += row.size
    else:
        total = -1
    while total:
        total = step(total)
        if total > 9:
            continue
    while True:
        if done():
            return total
    print("never")


async def stream(source):
    async with source.open() as (first, second), lock:
        async for chunk in first:
            yield await chunk
    yield from second
