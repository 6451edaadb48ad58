"""What the template languages share: how code is written, where in a page a value stands, what comments say."""
