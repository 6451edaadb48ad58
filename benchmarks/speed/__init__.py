"""How long piilint takes on real applications, beside the parser alone and beside other tools. See `__main__.py`."""
