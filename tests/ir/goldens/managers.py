def shown(path):
    with open(path) as file, lock:
        for line in file:
            if line:
                return line
            with suppress(ValueError, OSError):
                int(line)


async def failing(client):
    async with client.session() as session:
        raise ValueError(session)
    return 1
