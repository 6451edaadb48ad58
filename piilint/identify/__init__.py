"""Program + rulebook -> where personal data enters, with the evidence: declarations, types, names, owners, siblings.

A name alone cannot say who is a person: `name` is personal on a customer and not on a module. Evidence, strongest
first: a declaration (comment, annotation, `[[source]]`), a telling type, a strong name, a name with a person-like
owner, a name beside strong ones. `# pii: none` and `[[not_personal]]` overrule everything.

A guess is made where a value gets a name that tells, not where it is handed on: a keyword of a call is no source, and
neither is a variable whose value is already known to be personal. Only the bodies of functions that mention a telling
name are decoded.
"""

from piilint.identify.identify import identify

__all__ = ["identify"]
