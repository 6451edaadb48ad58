"""How much of what the project's own cases expect is found, and how much is said of code that is about no people."""
