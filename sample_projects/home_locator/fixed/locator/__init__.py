"""The recording locator: staff sort recordings of speech by where people talk like that."""
