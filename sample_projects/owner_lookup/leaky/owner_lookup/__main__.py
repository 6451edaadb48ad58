"""`python -m owner_lookup`: opens the window on the register, which `python -m owner_lookup.seed` fills."""

import argparse
import logging
import tkinter as tk

from owner_lookup.access import sign_in
from owner_lookup.register import Register
from owner_lookup.window import LookupWindow


def main():
    parser = argparse.ArgumentParser(prog="owner_lookup")
    parser.add_argument("--register", default="register.db")
    parser.add_argument("--clerk", default="desk-3")
    parser.add_argument("--roles", nargs="*", default=["device-support"])
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sign_in(options.clerk, options.roles)
    root = tk.Tk()
    root.title("Owner lookup")
    LookupWindow(root, Register(options.register)).pack(fill="both", expand=True)
    root.mainloop()


if __name__ == "__main__":
    main()
