"""Views whose address stands elsewhere: under a name, around a list, above a class, in a tree of objects, of a model.

The addresses are those that each framework lists itself for the program.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.test_routes import Files, Shown, rows

PYRAMID: Files = {
    "desk.py": """
        from pyramid.config import Configurator
        from pyramid.response import Response
        from pyramid.view import view_config, view_defaults

        @view_config(route_name="people", renderer="json", permission="staff")
        def people(request):
            return {}

        @view_config(route_name="person")
        @view_config(route_name="again", permission="staff")
        def person(request):
            return Response("")

        @view_defaults(route_name="item")
        class Items:
            def __init__(self, request):
                self.request = request

            @view_config(request_method="GET")
            def show(self):
                return Response("")

            @view_config(request_method="POST", permission="edit")
            def change(self):
                return Response("")

        class Single:
            def __init__(self, request):
                self.request = request

            def __call__(self):
                return Response("")

        class Desk:
            def __init__(self, request):
                self.request = request

            def listing(self):
                return Response("")

        def main():
            config = Configurator()
            config.add_route("people", "/people")
            config.add_route("person", "/people/{id}")
            config.add_route("again", "/again/{id}")
            config.add_route("item", pattern="/items/{id}")
            config.add_route("single", "/single")
            config.add_route("desk", "/desk")
            config.add_view(Single, route_name="single", permission="admin")
            config.add_view(Desk, attr="listing", route_name="desk")
            config.include("inside", route_prefix="/api")
            config.scan()
            return config.make_wsgi_app()
    """,
    "inside.py": """
        def includeme(config):
            config.add_route("inner", "/inner/{id}")
            config.add_view(inner, route_name="inner")

        def inner(request):
            return {}
    """,
}
SEEN_IN_PYRAMID: Shown = {
    "desk.people": (("/people",), ("role: staff",)),
    "desk.person": (("/again/{id}", "/people/{id}"), ("role: staff",)),
    "desk.Items.show": (("/items/{id}",), ()),
    "desk.Items.change": (("/items/{id}",), ("role: edit",)),
    "desk.Single": (("/single",), ("role: admin",)),
    "desk.Desk.listing": (("/desk",), ()),
    "inside.inner": (("/api/inner/{id}",), ()),
}

LITESTAR: Files = {
    "desk.py": """
        from litestar import Controller, Litestar, Router, delete, get, route, websocket
        from litestar.exceptions import NotAuthorizedException

        def staff_guard(connection, handler):
            if not connection.user.is_staff:
                raise NotAuthorizedException()

        @get("/people", guards=[staff_guard])
        async def people() -> list[str]:
            return []

        @get(["/one", "/uno/{key:int}"], sync_to_thread=False)
        def one(key: int = 1) -> str:
            return ""

        class Items(Controller):
            path = "/items"
            guards = [staff_guard]

            @get()
            async def listing(self) -> str:
                return ""

            @delete("/{key:int}")
            async def remove(self, key: int) -> None:
                return None

        @route("/multi", http_method=["GET", "POST"])
        async def multi() -> str:
            return ""

        @get("/notes")
        async def below() -> str:
            return ""

        @get("/late")
        async def late() -> str:
            return ""

        inner = Router("/inner", route_handlers=[below])
        outer = Router(path="/outer", route_handlers=[inner], guards=[staff_guard])
        app = Litestar(route_handlers=[people, one, Items, multi, outer])
        app.register(late)
    """,
}
SEEN_IN_LITESTAR: Shown = {
    "desk.people": (("/people",), ("login", "role: staff")),
    "desk.one": (("/one", "/uno/{key:int}"), ()),
    "desk.Items.listing": (("/items",), ("login", "role: staff")),
    "desk.Items.remove": (("/items/{key:int}",), ("login", "role: staff")),
    "desk.multi": (("/multi",), ()),
    "desk.below": (("/outer/inner/notes",), ("login", "role: staff")),
    "desk.late": (("/late",), ()),
}

CHERRYPY: Files = {
    "desk.py": """
        import cherrypy

        class Pages:
            @cherrypy.expose
            def index(self):
                return ""

            @cherrypy.expose(["also"])
            def person(self, number):
                return ""

            def helper(self):
                return ""

            def old(self):
                return ""
            old.exposed = True

        @cherrypy.expose
        class Api:
            def GET(self):
                return ""

            def POST(self):
                return ""

        class Inner:
            pages = Pages()

            @cherrypy.expose
            @cherrypy.tools.auth_basic(realm="desk")
            def start(self):
                return ""

        class Root:
            @cherrypy.expose
            def default(self, *rest):
                return ""

        class Apart:
            def card(self):
                return ""

        def main():
            root = Root()
            root.inner = Inner()
            cherrypy.tree.mount(root, "/desk")
            cherrypy.tree.mount(Api(), "/api", {"/": {"request.dispatch": cherrypy.dispatch.MethodDispatcher()}})
            dispatcher = cherrypy.dispatch.RoutesDispatcher()
            dispatcher.connect("one", "/apart/{id}", controller=Apart(), action="card")
    """,
}
SEEN_IN_CHERRYPY: Shown = {
    "desk.Pages.index": (("/desk/inner/pages/",), ()),
    "desk.Pages.person": (("/desk/inner/pages/person", "/desk/inner/pages/also"), ()),
    "desk.Pages.old": (("/desk/inner/pages/old",), ()),
    "desk.Api": (("/api/",), ()),
    "desk.Inner.start": (("/desk/inner/start",), ("login",)),
    "desk.Root.default": (("/desk/",), ()),
    "desk.Apart.card": (("/apart/{id}",), ()),
}

ADMIN: Files = {
    "shop/models.py": """
        from django.db import models

        class Person(models.Model):
            pass

        class Item(models.Model):
            pass

        class Plain(models.Model):
            pass
    """,
    "shop/__init__.py": "",
    "shop/admin.py": """
        from django.contrib import admin
        from .models import Item, Person, Plain

        @admin.register(Person)
        class PersonAdmin(admin.ModelAdmin):
            pass

        class ItemAdmin(admin.ModelAdmin):
            pass

        admin.site.register(Item, ItemAdmin)
        admin.site.register([Plain])
    """,
    "desk/urls.py": """
        from django.contrib import admin
        from django.urls import path

        urlpatterns = [path("staff/", admin.site.urls)]
    """,
}
CHANGE = "<path:object_id>/change/"
SEEN_IN_ADMIN: Shown = {
    "shop.admin.PersonAdmin": (("staff/shop/person/", f"staff/shop/person/{CHANGE}"), ("role: staff",)),
    "shop.admin.ItemAdmin": (("staff/shop/item/", f"staff/shop/item/{CHANGE}"), ("role: staff",)),
    "shop.admin.Plain": (("staff/shop/plain/", f"staff/shop/plain/{CHANGE}"), ("role: staff",)),
}


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("files", "seen"),
    [
        (PYRAMID, SEEN_IN_PYRAMID),
        (LITESTAR, SEEN_IN_LITESTAR),
        (CHERRYPY, SEEN_IN_CHERRYPY),
        (ADMIN, SEEN_IN_ADMIN),
    ],
    ids=["Pyramid", "Litestar", "CherryPy", "Django's admin"],
)
def test_each_view_is_a_row_at_its_addresses(files: Files, seen: Shown) -> None:
    found = rows(files)
    assert {name: (row.routes, row.guards) for name, row in found.items() if row.routes} == seen


def test_without_an_address_of_the_site_a_registered_class_is_a_row_without_one() -> None:
    files = {path: text for path, text in ADMIN.items() if "urls" not in path}
    assert {name: row.routes for name, row in rows(files).items()} == dict.fromkeys(SEEN_IN_ADMIN, ())
