"""What a view shows belongs to its row: on the way through helpers, templates, serializers and the classes it calls."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from typer.testing import CliRunner

from piilint.cli.app import app

MODELS = """
from django.db import models

class Person(models.Model):
    email = models.EmailField()
    phone_number = models.CharField(max_length=20)
"""


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.py").write_text(dedent(text))


def run(*arguments: str) -> str:
    return CliRunner().invoke(app, [*arguments, "--no-cache"]).stdout


def seen() -> dict[str, tuple[list[str], dict[str, list[str]]]]:
    """Guards of a row, and the data that it shows with the guards before each."""
    found = json.loads(run("screens", "--output-format", "json"))["screens"]
    return {row["screen"]: (row["guards"], {one["data"]: one["behind"] for one in row["shows"]}) for row in found}


def test_a_helper_of_two_views_is_shown_on_both_each_with_its_own_guards() -> None:
    write(
        models=MODELS,
        views="""
        from django.contrib.auth.decorators import login_required
        from django.http import HttpResponse
        from models import Person

        def card(key):
            return HttpResponse(Person.objects.get(pk=key).email)

        @login_required
        def closed(request, key):
            return card(key)

        def opened(request, key):
            return card(key)
        """,
        urls="""
        from django.urls import path
        import views

        urlpatterns = [path("closed/<int:key>", views.closed), path("opened/<int:key>", views.opened)]
        """,
    )
    assert seen() == {"closed": (["login"], {"contact.email": []}), "opened": ([], {"contact.email": []})}


def test_a_serializer_is_shown_on_the_views_that_use_it() -> None:
    write(
        models=MODELS,
        api="""
        from rest_framework.permissions import IsAuthenticated
        from rest_framework.serializers import ModelSerializer
        from rest_framework.viewsets import ModelViewSet
        from models import Person

        class PersonSerializer(ModelSerializer):
            class Meta:
                model = Person
                fields = ["email"]

        class People(ModelViewSet):
            queryset = Person.objects.all()
            serializer_class = PersonSerializer
            permission_classes = [IsAuthenticated]
        """,
        urls="""
        from django.urls import include, path
        from rest_framework.routers import SimpleRouter
        from api import People

        router = SimpleRouter()
        router.register("people", People)
        urlpatterns = [path("api/", include(router.urls))]
        """,
    )
    assert seen() == {"People": (["login"], {"contact.email": []})}


PAGES = """
from django.http import HttpResponseRedirect
from django.views.generic import TemplateView, FormView

class Mine(TemplateView):
    template_name = "mine.html"

    def get(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return HttpResponseRedirect("/login")
        return super().get(request, *args, **kwargs)

class Form(FormView):
    template_name = "mine.html"

    def get(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return HttpResponseRedirect("/login")
        return super().get(request, *args, **kwargs)

class Called(TemplateView):
    template_name = "mine.html"

def either(request):
    if request.user.is_staff:
        return Called.as_view()(request)
    return HttpResponseRedirect("/login")
"""


def test_a_page_is_shown_no_sooner_than_the_methods_that_show_it_go_on() -> None:
    """A form is shown again by `post`, which the class leaves to the library."""
    Path("templates").mkdir()
    Path("templates/mine.html").write_text("{{ user.email }}")
    write(
        models=MODELS,
        pages=PAGES,
        urls="""
        from django.urls import path
        from pages import Form, Mine, either

        urlpatterns = [path("mine", Mine.as_view()), path("form", Form.as_view()), path("either", either)]
        """,
    )
    assert seen() == {
        "Mine": (["login"], {"contact.email": []}),
        "Form": ([], {"contact.email": []}),
        "either": (["role: staff"], {"contact.email": []}),
    }


CARDS = """
from flask import Flask
from flask.views import MethodView
from flask_login import login_required
from people import Customer

app = Flask(__name__)


class Cards(MethodView):
    @login_required
    def get(self, key):
        return Customer.load(key).email

    @login_required
    def put(self, key):
        return ""

    def post(self):
        return ""


app.add_url_rule("/cards", view_func=Cards.as_view("cards"))
"""
PEOPLE = """
class Customer:
    email: str

    @classmethod
    def load(cls, key) -> "Customer":
        return fetch(key)
"""


def test_methods_of_a_class_keep_guards_of_their_own_and_losing_one_is_told() -> None:
    write(people=PEOPLE, cards=CARDS)
    assert seen() == {"Cards": (["login"], {"contact.email": []})}
    [row] = json.loads(run("screens", "--output-format", "json"))["screens"]
    assert [(one["method"], one["guards"]) for one in row["methods"]] == [
        ("get", ["login"]), ("post", []), ("put", ["login"]),
    ]  # fmt: skip

    run("screens", "--lock")
    Path("cards.py").write_text(CARDS.replace("    @login_required\n    def get", "    def get"))
    assert "Cards: the guard `login` no longer stands before all that it shows" in run("screens", "--check")
    Path("cards.py").write_text(CARDS.replace("    @login_required\n    def put", "    def put"))
    assert run("screens", "--check").endswith("Cards: `put` is no longer behind the guard `login`\n")


def test_a_guard_of_one_method_of_a_class_that_shows_nothing_is_kept_in_the_lock() -> None:
    write(people=PEOPLE, cards=CARDS.replace("Customer.load(key).email", '""'))
    [row] = json.loads(run("screens", "--output-format", "json"))["screens"]
    guards = {one["method"]: one["guards"] for one in row["methods"]}
    assert (row["guards"], guards) == ([], {"get": ["login"], "post": [], "put": ["login"]})
    assert "         get: login\n" in run("screens")

    run("screens", "--lock")
    agreed = Path("piilint-screens.toml").read_text()
    assert '[screen.methods]\n"get" = ["login"]\n"post" = []\n"put" = ["login"]\n' in agreed
    assert run("screens", "--check") == ""
    text = Path("cards.py").read_text()
    Path("cards.py").write_text(text.replace("    @login_required\n    def put", "    def put"))
    assert run("screens", "--check").endswith("Cards: `put` is no longer behind the guard `login`\n")
    Path("cards.py").write_text(text.replace('    @login_required\n    def put(self, key):\n        return ""\n\n', ""))
    assert run("screens", "--check") == ""


def test_a_model_that_is_registered_without_a_class_is_a_screen_of_the_library_s_own() -> None:
    write(
        models=MODELS + "\n\nclass Note(models.Model):\n    text = models.TextField()\n",
        admin="""
        from django.contrib import admin
        from models import Note, Person

        admin.site.register(Person)
        admin.site.register(Note)
        """,
    )
    assert seen() == {
        "Person": (["role: staff"], {"contact.email": [], "contact.phone": []}), "Note": (["role: staff"], {}),
    }  # fmt: skip


API = """
from rest_framework.generics import RetrieveAPIView
from rest_framework.serializers import ModelSerializer, SerializerMethodField
from models import Person

class Whole(ModelSerializer):
    class Meta:
        model = Person
        fields = ["email", "phone_number"]

class Short(Whole):
    class Meta:
        model = Person
        fields = ["email"]

class Shorter(Short):
    class Meta(Short.Meta):
        read_only_fields = ["email"]

class Told(ModelSerializer):
    how_to_reach = SerializerMethodField()

    def get_how_to_reach(self, person):
        return f"call {person.phone_number}"

    class Meta:
        model = Person
        exclude = ["email", "phone_number"]

class Silent(Told):
    def get_how_to_reach(self, person):
        return "not at all"

class OfShort(RetrieveAPIView):
    serializer_class = Short

class OfShorter(RetrieveAPIView):
    serializer_class = Shorter

class OfTold(RetrieveAPIView):
    serializer_class = Told

class OfSilent(RetrieveAPIView):
    serializer_class = Silent
"""


@pytest.fixture
def api() -> None:
    """Views, each with a serializer of its own."""
    paths = ", ".join(
        f'path("{name}", api.{name}.as_view())' for name in ("OfShort", "OfShorter", "OfTold", "OfSilent")
    )
    write(models=MODELS, api=API, urls=f"import api\nfrom django.urls import path\nurlpatterns = [{paths}]")


@pytest.mark.usefixtures("api")
def test_a_list_that_a_serializer_replaces_is_not_shown_by_it() -> None:
    rows = seen()
    assert rows["OfShort"] == rows["OfShorter"] == ([], {"contact.email": []})


@pytest.mark.usefixtures("api")
def test_what_a_serializer_tells_by_a_method_is_shown_on_the_views_that_use_it() -> None:
    rows = seen()
    assert rows["OfTold"] == ([], {"contact.phone": []})
    assert rows["OfSilent"] == ([], {})
