match command:
    case "quit" | "exit":
        stop()
    case {"name": str(name), **rest} if rest:
        greet(name)
    case [first, *_, Point(x, y=0) as last]:
        draw(first, x, last)
    case None | -1:
        pass
    case other:
        log(other)
