"""Views that calls, groups, resources, sinks and lists put at their addresses, as each framework lists them itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.test_routes import Files, Shown, rows

OTHERS: Files = {
    "bottles.py": """
        from bottle import Bottle, route

        app = Bottle()
        below = Bottle()
        merged = Bottle()

        @route("/plain")
        def plain():
            return ""

        @below.post("/deep")
        def deep():
            return ""

        @merged.get("/merged")
        def of_another():
            return ""

        def called():
            return ""

        app.route("/called", "GET", called)
        app.get("/again", callback=called)
        app.mount("/below/", below)
        app.merge(merged)
    """,
    "fast.py": """
        from sanic import Blueprint, Sanic, text

        app = Sanic("Desk")
        people = Blueprint("people", url_prefix="/people")

        @people.get("/<number:int>")
        async def person(request, number):
            return text("")

        app.blueprint(Blueprint.group(people, url_prefix="/api"))
    """,
    "falling.py": """
        import falcon

        class People:
            def on_get(self, request, response):
                pass

            def on_get_one(self, request, response, number):
                pass

        def anything_else(request, response):
            pass

        app = falcon.App()
        app.add_route("/people/{number}", People(), suffix="one")
        app.add_sink(anything_else, prefix="/rest")
    """,
    "waiting.py": """
        from aiohttp import web

        routes = web.RouteTableDef()

        @routes.route("*", "/any")
        async def anything(request):
            pass

        async def below(request):
            pass

        async def of_resource(request):
            pass

        def make():
            app = web.Application()
            inner = web.Application()
            app.add_routes(routes)
            inner.router.add_get("/index", below)
            app.add_subapp("/inner", inner)
            resource = app.router.add_resource("/resource")
            resource.add_route("GET", of_resource)
            return app
    """,
    "storm.py": """
        from tornado.web import Application, RequestHandler, url

        class Index(RequestHandler):
            def get(self):
                pass

        class Other(RequestHandler):
            def get(self):
                pass

        class Named(RequestHandler):
            def get(self):
                pass

        LISTED = [(r"/", Index)]

        class Desk(Application):
            def __init__(self):
                handlers = [*LISTED, url(r"/other", Other)]
                super().__init__(handlers, debug=True)

        second = Application(handlers=LISTED + [(r"/named", "storm.Named")])
    """,
}
SEEN_IN_OTHERS: Shown = {
    "bottles.plain": (("/plain",), ()),
    "bottles.deep": (("/below/deep",), ()),
    "bottles.of_another": (("/merged",), ()),
    "bottles.called": (("/called", "/again"), ()),
    "fast.person": (("/api/people/<number:int>",), ()),
    "falling.People": (("/people/{number}",), ()),
    "falling.anything_else": (("/rest",), ()),
    "waiting.anything": (("/any",), ()),
    "waiting.below": (("/inner/index",), ()),
    "waiting.of_resource": (("/resource",), ()),
    "storm.Index": (("/",), ()),
    "storm.Other": (("/other",), ()),
    "storm.Named": (("/named",), ()),
}


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_view_is_a_row_at_its_addresses() -> None:
    found = rows(OTHERS)
    assert {name: (row.routes, row.guards) for name, row in found.items() if row.routes} == SEEN_IN_OTHERS


def test_only_the_methods_that_a_suffix_names_answer() -> None:
    people = rows(OTHERS)["falling.People"]
    assert [name for name, _ in people.methods] == ["on_get_one"]


def test_a_file_that_is_a_page_is_called_as_the_file() -> None:
    files = {
        "app.py": "import streamlit as st\nst.write(person.phone_number)\n",
        "pages/1_people.py": """
            import logging
            import streamlit as st
            st.text(person.email)
            logging.info(person.email)
        """,
    }
    assert sorted(rows(files)) == ["app.app", "pages.1_people.1_people", "pages.1_people.1_people:logging.info"]


def test_a_page_that_is_registered_with_its_layout_has_an_address() -> None:
    files = {
        "app.py": """
            import dash
            from dash import html

            def people(number=None):
                return html.Div(person.phone_number)

            dash.register_page("people", path="/people", layout=people)
        """
    }
    assert {name: row.routes for name, row in rows(files).items()} == {"app.people": ("/people",)}
