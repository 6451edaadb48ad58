"""The window at the desk: a serial number on top, below it what the register knows."""

import tkinter as tk
from tkinter import messagebox, ttk

from owner_lookup import access, journal, tickets


class LookupWindow(ttk.Frame):
    def __init__(self, root, register):
        super().__init__(root, padding=14)
        self.register = register
        self._ask()
        self._answer()
        self._latest()
        self.refresh()
        journal.note(access.clerk(), "opened the lookup")

    def _ask(self):
        line = ttk.Frame(self)
        line.pack(fill="x")
        ttk.Label(line, text="Serial number").pack(side="left")
        self.serial = ttk.Entry(line, width=14)
        self.serial.pack(side="left", padx=6)

        ttk.Button(line, text="Find", command=self.find).pack(side="left")
        ttk.Button(line, text="Came back", command=self.came_back).pack(side="left", padx=6)
        ttk.Label(line, text=f"{tickets.waiting()} tickets wait").pack(side="right")

    def _answer(self):
        box = ttk.LabelFrame(self, text="Device", padding=8)
        box.pack(fill="x", pady=10)
        self.device = ttk.Label(box, text="Nothing looked up yet")
        self.device.pack(anchor="w")
        self.account = ttk.Label(box)
        self.account.pack(anchor="w")
        self.name = ttk.Label(box)
        self.name.pack(anchor="w")
        self.contact = tk.StringVar()
        ttk.Label(box, textvariable=self.contact).pack(anchor="w")
        self.address = ttk.Label(box)
        self.address.pack(anchor="w")

    def _latest(self):
        columns = {"kind": "Paired last", "sold": "Sold on", "owner": "Owner"}
        self.table = ttk.Treeview(self, columns=tuple(columns), show="headings", height=5)
        for column, heading in columns.items():
            self.table.heading(column, text=heading)
        self.table.pack(fill="both", expand=True)

    def refresh(self):
        """What was paired last, so that the desk sees that the register is alive."""
        for device in self.register.latest():
            owner = self.register.owner_of(device)
            self.table.insert("", "end", values=(device.kind, device.sold_on, owner.full_name))

    @access.requires_role("stock-keeper")
    def came_back(self):
        self.register.remove(self.serial.get().strip())
        self.device["text"] = "Taken out of the register"

    def find(self):
        device = self.register.device(self.serial.get().strip())
        if device is None:
            messagebox.showinfo("Not found", "There is no such device.")
            return

        self._show(device)

    def _show(self, device):
        owner = self.register.owner_of(device)

        self.device["text"] = f"{device.kind}, sold on {device.sold_on}"
        self.account["text"] = f"Account {device.account_number}"
        self.name["text"] = owner.full_name
        self.contact.set(f"{owner.phone_number}, {owner.email}")
        self.address.config(text=owner.street_address)
