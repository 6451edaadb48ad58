"""The applications, each installed into an environment of its own, and how each is made to list its routes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HELPDESK_SETTINGS = """
SECRET_KEY = "for listing routes only"
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.sites", "django.contrib.messages", "django.contrib.humanize", "rest_framework", "helpdesk",
]
ROOT_URLCONF = "helpdesk.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
    "context_processors": ["django.contrib.auth.context_processors.auth"]}}]
SITE_ID = 1
"""


@dataclass(frozen=True, slots=True)
class Application:
    """One application: what is installed, the package that is its own code, and how its routes are listed.

    `inside`: the package's folder is the root of its imports. `files` are written where the listing runs.
    """

    name: str
    install: tuple[str, ...]
    package: str
    listing: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    inside: bool = False


APPLICATIONS = (
    Application(
        "django-helpdesk", ("django-helpdesk==2.6.1",), "helpdesk", ("django",),
        {"DJANGO_SETTINGS_MODULE": "desk_settings"}, {"desk_settings.py": HELPDESK_SETTINGS},
    ),
    Application(
        "label-studio", ("label-studio==1.23.2",), "label_studio", ("django",),
        {"DJANGO_SETTINGS_MODULE": "core.settings.label_studio", "LABEL_STUDIO_BASE_DATA_DIR": "data"}, inside=True,
    ),
    Application("ihatemoney", ("ihatemoney",), "ihatemoney", ("flask", "ihatemoney.run:create_app")),
    Application(
        "lnbits", ("lnbits==1.6.2", "bitstring==3.1.9"), "lnbits", ("fastapi", "routes_of_desk:application"),
        {"LNBITS_DATA_FOLDER": "data"},
        {"routes_of_desk.py": (
            "from fastapi import FastAPI\nfrom lnbits.core import init_core_routers\n\n"
            "application = FastAPI()\ninit_core_routers(application)\n"
        )},
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Installed:
    """An application in its environment: the interpreter, its package, and the folder that imports start from."""

    python: Path
    package: Path
    root: Path


def installed(application: Application, work: Path) -> Installed:
    """The application, installed below `work` unless it is there already."""
    home = work / application.name
    python = home / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    if not (home / ".ready").exists():
        for wanted in application.install:  # one after the other: a pin may break what another one asks for
            subprocess.run([python, "-m", "pip", "install", "-q", wanted], check=True)
        (home / ".ready").touch()
    where = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True).stdout.strip()
    package = Path(site, application.package)
    return Installed(python, package, package if application.inside else package.parent)
