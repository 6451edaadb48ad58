"""Views that calls and decorators give a route: each is one screen, with its addresses and what stands before it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from piilint import questions
from piilint.config import load_config
from piilint.terms.screen_table import ScreenRow

Files = dict[str, str]
Shown = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

DJANGO: Files = {
    "desk/urls.py": """
        from django.conf.urls import url
        from django.contrib import admin
        from django.contrib.auth.decorators import login_required
        from django.http import HttpResponse
        from django.urls import include, path, re_path
        from django.views.generic import RedirectView
        from rest_framework.routers import DefaultRouter
        from rest_framework_nested.routers import NestedSimpleRouter
        from desk import api, views
        from desk.feeds import Latest

        router = DefaultRouter()
        router.register(r"people", api.People, basename="people")
        below = NestedSimpleRouter(router, r"people", lookup="person")
        below.register("notes", api.Notes)
        class Here(RedirectView):
            pass

        def here_too(request):
            return HttpResponse("")

        inner = [path("open/", views.opened), path("closed/", login_required(views.closed))]
        patterns = ([re_path(r"^(?P<key>\\d+)/$", views.one)], "cards")

        urlpatterns = [
            path("", lambda request: HttpResponse("")),
            path("admin/", admin.site.urls),
            path("inner/", include(inner)),
            path("cards/", include(patterns, namespace="c")),
            path("shop/", include("shop.urls")),
            path("old", RedirectView.as_view(url="/")),
            path("feed/", Latest()),
            path("made/", views.made("a")),
            url(r"^list/$", views.Listed.as_view()),
            path("again/", views.Listed().as_view()),
            path("here/", login_required(Here.as_view())),
            path("here-too/", login_required(here_too)),
        ]
        urlpatterns += [path("api/", include(router.urls)), path("api/", include(below.urls))]
        urlpatterns.append(path("late/", views.late))
    """,
    "desk/views.py": """
        from django.http import HttpResponse
        from django.views import View
        from django.views.decorators.cache import never_cache

        def opened(request):
            return HttpResponse("")

        @never_cache
        def closed(request):
            return HttpResponse("")

        def one(request, key):
            return HttpResponse("")

        def late(request):
            return HttpResponse("")

        def made(name):
            def page(request):
                return HttpResponse(name)
            return page

        class Listed(View):
            def get(self, request):
                return HttpResponse("")

        def nobody_comes_here(request):
            return HttpResponse("")
    """,
    "desk/feeds.py": """
        class Latest:
            def __call__(self, request):
                return None
    """,
    "desk/api.py": """
        from rest_framework.decorators import action
        from rest_framework.permissions import IsAdminUser
        from rest_framework.viewsets import ModelViewSet

        class People(ModelViewSet):
            permission_classes = [IsAdminUser]

            @action(detail=False)
            def export(self, request):
                return None

            @action(detail=False, url_path="by-mail")
            def mail(self, request):
                return None

            @action(detail=True)
            def card(self, request, pk):
                return None

        class Notes(ModelViewSet):
            pass
    """,
    "desk/admin.py": """
        from django.contrib import admin
        from desk.models import Card, Person

        @admin.register(Person)
        class PersonAdmin(admin.ModelAdmin):
            list_display = ("id",)

        class CardAdmin(admin.ModelAdmin):
            list_display = ("id",)

        admin.site.register(Card, CardAdmin)

        class Forgotten(admin.ModelAdmin):
            list_display = ("id",)
    """,
    "desk/models.py": """
        from django.db import models

        class Person(models.Model):
            pass

        class Card(models.Model):
            pass
    """,
    "shop/urls.py": """
        from django.urls import path
        from shop.views import cart

        app_name = "shop"
        urlpatterns = [path("cart/", cart, name="cart")]
    """,
    "shop/views.py": """
        def cart(request):
            return None
    """,
}
STAFF = ("role: staff",)
SEEN_IN_DJANGO: Shown = {
    "desk.admin.PersonAdmin": (("admin/desk/person/", "admin/desk/person/<path:object_id>/change/"), STAFF),
    "desk.admin.CardAdmin": (("admin/desk/card/", "admin/desk/card/<path:object_id>/change/"), STAFF),
    "desk.api.People": (("api/people", "api/people/<pk>"), STAFF),
    "desk.api.People.export": (("api/people/export",), STAFF),
    "desk.api.People.card": (("api/people/<pk>/card",), STAFF),
    "desk.api.People.mail": (("api/people/by-mail",), STAFF),
    "desk.api.Notes": (("api/people/notes", "api/people/notes/<pk>"), ()),
    "desk.feeds.Latest": (("feed/",), ()),
    "desk.urls.<lambda> ": (("",), ()),
    "desk.urls.Here": (("here/",), ("login",)),
    "desk.urls.here_too": (("here-too/",), ("login",)),
    "desk.views.opened": (("inner/open/",), ()),
    "desk.views.closed": (("inner/closed/",), ("login",)),
    "desk.views.one": (("cards/(?P<key>\\d+)/",), ()),
    "desk.views.late": (("late/",), ()),
    "desk.views.made.page": (("made/",), ()),
    "desk.views.Listed": (("list/", "again/"), ()),
    "shop.views.cart": (("shop/cart/",), ()),
}

FLASK: Files = {
    "app.py": """
        from flask import Blueprint, Flask
        from flask.views import MethodView
        from flask_login import login_required
        from flask_restful import Api, Resource

        app = Flask(__name__)
        desk = Blueprint("desk", __name__, url_prefix="/forgotten")
        inner = Blueprint("inner", __name__, url_prefix="/inner")
        plain = Blueprint("plain", __name__)

        @desk.before_request
        @login_required
        def all_of_it():
            pass

        def help_page():
            return ""

        def both():
            return ""

        def inside():
            return ""

        class Cards(MethodView):
            @login_required
            def get(self):
                return ""

            def post(self):
                return ""

        class Listed(MethodView):
            decorators = [login_required]

            def get(self):
                return ""

        class People(Resource):
            method_decorators = {"get": [login_required]}

            def get(self):
                return []

            def post(self):
                return []

        app.add_url_rule("/help", "help", help_page)
        app.add_url_rule("/one", view_func=both)
        app.add_url_rule("/two", view_func=both)
        desk.add_url_rule("/cards", view_func=Cards.as_view("cards"))
        app.add_url_rule("/listed", view_func=Listed.as_view("listed"))
        inner.add_url_rule("/x", view_func=login_required(inside))
        desk.register_blueprint(inner)
        app.register_blueprint(desk, url_prefix="/desk")
        app.register_blueprint(plain)
        api = Api(plain, prefix="/api")
        api.add_resource(People, "/people", "/persons")
    """,
}
SEEN_IN_FLASK: Shown = {
    "app.help_page": (("/help",), ()),
    "app.both": (("/one", "/two"), ()),
    "app.inside": (("/desk/inner/x",), ("login",)),
    "app.Listed": (("/listed",), ("login",)),
    "app.Cards": (("/desk/cards",), ("login",)),
    "app.People": (("/api/people", "/api/persons"), ()),
}

FASTAPI: Files = {
    "main.py": """
        from fastapi import Depends, FastAPI
        from fastapi.security import HTTPBearer
        from routers import people
        from routers.pages import pages

        def create():
            app = FastAPI()
            app.include_router(people.router, prefix="/api", dependencies=[Depends(HTTPBearer())])
            app.mount("/pages", pages)
            app.add_api_route("/health", health)
            return app

        def health():
            return ""
    """,
    "routers/people.py": """
        from fastapi import APIRouter

        router = APIRouter(prefix="/people")
        notes = APIRouter()

        @router.get("/{key}")
        def person(key):
            return ""

        @notes.post("/notes")
        def note():
            return ""

        @router.websocket("/live")
        async def live(socket):
            pass

        router.include_router(notes, prefix="/{key}")
    """,
    "routers/pages.py": """
        from starlette.applications import Starlette
        from starlette.endpoints import HTTPEndpoint
        from starlette.routing import Mount, Route

        async def start(request):
            return None

        class Page(HTTPEndpoint):
            async def get(self, request):
                return None

        deep = [Route("/page", Page)]
        pages = Starlette(routes=[Route("/", endpoint=start), Mount("/deep", routes=deep)])
    """,
}
SEEN_IN_FASTAPI: Shown = {
    "main.health": (("/health",), ()),
    "routers.people.person": (("/api/people/{key}",), ("login",)),
    "routers.people.note": (("/api/people/{key}/notes",), ("login",)),
    "routers.people.live": (("/api/people/live",), ("login",)),
    "routers.pages.start": (("/pages/",), ()),
    "routers.pages.Page": (("/pages/deep/page",), ()),
}

OTHERS: Files = {
    "falling.py": """
        import falcon

        class Cards:
            def on_get(self, request, response):
                pass

        app = falcon.App()
        app.add_route("/cards", Cards())
    """,
    "storm.py": """
        from tornado.web import Application, RequestHandler, url

        class Cards(RequestHandler):
            def get(self):
                pass

        class Notes(RequestHandler):
            def get(self):
                pass

        app = Application([(r"/cards", Cards), url(r"/notes", Notes)])
    """,
    "waiting.py": """
        from aiohttp import web

        async def cards(request):
            pass

        async def notes(request):
            pass

        app, inner = web.Application(), web.Application()
        app.add_routes([web.get("/cards", cards)])
        app.router.add_post("/notes", notes)
    """,
}
SEEN_IN_OTHERS: Shown = {
    "falling.Cards": (("/cards",), ()),
    "storm.Cards": (("/cards",), ()),
    "storm.Notes": (("/notes",), ()),
    "waiting.cards": (("/cards",), ()),
    "waiting.notes": (("/notes",), ()),
}


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(files: Files) -> dict[str, ScreenRow]:
    """The rows of a program by `module.name`."""
    for path, text in files.items():
        Path(path).parent.mkdir(exist_ok=True, parents=True)
        Path(path).write_text(dedent(text))
    config = load_config(None, explicit=None, isolated=True, overrides={"jobs": 1, "cache_dir": None})
    found = questions.screen_rows(["."], config)
    return {f"{row.path[:-3].replace('/', '.')}.{row.screen}": row for row in found}


@pytest.mark.parametrize(
    ("files", "seen"),
    [(DJANGO, SEEN_IN_DJANGO), (FLASK, SEEN_IN_FLASK), (FASTAPI, SEEN_IN_FASTAPI), (OTHERS, SEEN_IN_OTHERS)],
    ids=["Django", "Flask", "FastAPI and Starlette", "others"],
)
def test_each_view_is_a_row(files: Files, seen: Shown) -> None:
    found = rows(files)
    assert {name: (row.routes, row.guards) for name, row in found.items() if row.routes or "Admin" in name} == seen


def test_decorators_that_a_class_lists_for_one_method_stand_before_that_one() -> None:
    people = rows(FLASK)["app.People"]
    assert people.methods == (("get", ("login",)), ("post", ()))
