"""Who sits at the desk, and what they may do."""

from functools import wraps
from tkinter import messagebox

signed_in = {"clerk": None, "roles": set()}


def sign_in(clerk, roles):
    signed_in.update(clerk=clerk, roles=set(roles))


def clerk():
    return signed_in["clerk"]


def requires_role(role):
    """Runs an action for people with that role alone; everybody else is told so."""

    def decorator(action):
        @wraps(action)
        def allowed(*args, **kwargs):
            if role not in signed_in["roles"]:
                messagebox.showerror("Not allowed", f"This needs the role {role}.")
                return None
            return action(*args, **kwargs)

        return allowed

    return decorator
