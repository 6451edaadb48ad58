"""Words by which the names of functions tell what they do: hide, guard, record, show or send. Tokens in lower case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MASKING = _words(
    "mask masked redact redacted anonymize anonymise anonymized anonymised pseudonymize pseudonymise obfuscate scrub "
    "censor sanitize sanitise deidentify blur coarsen conceal tokenize tokenise hide hidden truncate"
)
"""What such a function is given comes back with less to read."""

_NO_MASKS = _words("is has was un unmask html markdown sql filename path url")
_ASKED_FOR = _words(
    "login auth authenticated authentication authorized authorised permission perm role admin staff superuser access "
    "scope privilege clearance"
)
_ASKING = _words(
    "require required requires ensure check checked verify demand assert only must restrict restricted protect "
    "protected guard need needs enforce by with"
)
_WHOM = _words("role permission perm scope group")
_ROLES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("admin", "admins", "administrator", "administrators"), "admin"),
        **dict.fromkeys(("superuser", "superusers", "superadmin", "root"), "superuser"),
        "staff": "staff",
        **dict.fromkeys(("moderator", "moderators"), "moderator"),
    }
)
_RECORDING = _words("record log track write note trace journal")
_LOOKS = _words("access look view read disclosure")

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("show", "render", "display", "draw", "present", "paint", "popup", "alert"), "ui.widget"),
        **dict.fromkeys(("log", "debug", "info", "warning", "warn", "error", "exception", "critical"), "log"),
        **dict.fromkeys(("save", "dump", "export", "write", "download"), "export.file"),
        **dict.fromkeys(("mail", "email"), "message.email"),
        **dict.fromkeys(("sms", "text"), "message.sms"),
        **dict.fromkeys(("push", "notify"), "message.push"),
        **dict.fromkeys(("send", "post", "publish", "emit", "track", "capture", "upload", "identify"), "third_party"),
        **dict.fromkeys(("complete", "completion", "prompt", "generate", "chat"), "llm"),
    }
)


def hides(words: Collection[str]) -> bool:
    """Whether a function of that name hides what it is given: `mask_phone`, `redact`."""
    return not MASKING.isdisjoint(words) and not _NO_MASKS & set(words)


def guards(words: Collection[str]) -> bool:
    """Whether it lets some people pass only: `require_role`, `admin_only`."""
    return not _ASKED_FOR.isdisjoint(words) and not _ASKING.isdisjoint(words)


def records(words: Collection[str]) -> bool:
    """Whether it writes down that somebody looked: `audit`, `record_access`."""
    return "audit" in words or not (_RECORDING.isdisjoint(words) or _LOOKS.isdisjoint(words))


_ABOUT_ROLES = _words("name names id ids type types list required check checks of in")
"""What a name says about roles that is none."""


def roles_in(words: Sequence[str]) -> tuple[str, ...]:
    """The roles that a name speaks of: `admin` of `is_admin`, `superuser` of `super_user`, `edit` of `role_edit`."""
    if "super" in words and "user" in words:
        words = ["superuser"]
    if "non" in words or "not" in words:
        return ()
    known = tuple(dict.fromkeys(_ROLES[word] for word in words if word in _ROLES))
    named = words[list(words).index("role") + 1 :] if not known and "role" in words[:2] else ()
    return known or (("_".join(named),) if named and _ABOUT_ROLES.isdisjoint(named) else ())


def shows_as(words: Collection[str]) -> str | None:
    """The kind of sink that a name suggests; None where it suggests none."""
    return next((_KINDS[word] for word in words if word in _KINDS), None)


def names_role(words: Collection[str]) -> bool:
    """Whether a name speaks of whom something is for: `role`, `required_permissions`."""
    return not _WHOM.isdisjoint(words)
