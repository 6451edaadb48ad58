"""Who may open a view. The demo trusts the name that somebody picks on the first page; the company has single sign-on."""

from functools import wraps

from flask import abort, g, session

STAFF = {
    "olga": {"roles": {"privacy-officer"}, "region": "IE"},
    "sam": {"roles": {"support-lead"}, "region": "IE"},
    "tara": {"roles": {"tagger"}, "region": "IE"},
    "indira": {"roles": {"tagger"}, "region": "IN"},
    "carlos": {"roles": {"tagger"}, "region": "CR"},
}
NOBODY = {"roles": set(), "region": None}


def who_is_here():
    g.name = session.get("name", "nobody")
    g.staff = STAFF.get(g.name, NOBODY)


def requires_role(role):
    """The view is there for people with that role."""

    def decorator(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if role not in g.staff["roles"]:
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return decorator


def only_from(region):
    """The view is there for people who work in that region."""

    def decorator(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if g.staff["region"] != region:
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return decorator
