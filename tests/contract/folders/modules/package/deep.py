def ident(v):
    return v
