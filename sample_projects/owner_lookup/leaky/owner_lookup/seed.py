"""`python -m owner_lookup.seed`: a register of invented people."""

import sqlite3

SCHEMA = """
DROP TABLE IF EXISTS device;
DROP TABLE IF EXISTS person;
CREATE TABLE device (serial TEXT PRIMARY KEY, kind TEXT, sold_on TEXT, account TEXT);
CREATE TABLE person (account TEXT PRIMARY KEY, name TEXT, phone TEXT, mail TEXT, street TEXT);
"""
PEOPLE = [
    ("4001-77", "Maeve Invented", "+353 1 555 0101", "maeve@example.org", "3 Nowhere Lane, Dublin"),
    ("4002-78", "Tom Madeup", "+353 1 555 0102", "tom@example.org", "18 Fiction Street, Cork"),
    ("4003-79", "Ana Fabricada", "+353 1 555 0103", "ana@example.org", "7 Story Road, Galway"),
]
DEVICES = [
    ("SPK100421", "kitchen speaker", "2026-03-02", "4001-77"),
    ("SPK100422", "bedroom speaker", "2026-03-02", "4001-77"),
    ("SPK100587", "kitchen speaker", "2026-05-19", "4002-78"),
    ("SPK100733", "car speaker", "2026-06-30", "4003-79"),
]


def main(path="register.db"):
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?)", PEOPLE)
        connection.executemany("INSERT INTO device VALUES (?, ?, ?, ?)", DEVICES)
    print(f"{len(DEVICES)} devices in {path}")


if __name__ == "__main__":
    main()
