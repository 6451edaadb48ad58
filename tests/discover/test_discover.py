"""The program is the paths given: which files that is, and what they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from piilint.discover import discover
from piilint.terms.config import Config
from piilint.terms.errors import UserError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(*paths: str, text: str = "") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def found(*paths: str, **settings: object) -> list[str]:
    return [file.path for file in discover(paths, Config(**settings))]  # type: ignore[arg-type]


def languages(*paths: str) -> dict[str, str]:
    return {file.path: file.language for file in discover(paths, Config())}


def test_each_language_is_told_by_its_suffix() -> None:
    write("a.py", "b.pyw", "c.pyi", "d.ipynb", "e.html", "f.j2", "g.sql", "h.PY", "x.png", "x.txt", "x.json")
    assert languages(".") == {
        "a.py": "python", "b.pyw": "python", "h.PY": "python", "c.pyi": "stub", "d.ipynb": "notebook",
        "e.html": "template", "f.j2": "template", "g.sql": "sql",
    }  # fmt: skip


def test_plain_text_is_a_template_below_a_templates_folder_only() -> None:
    write("a.py", "app/templates/mail/welcome.txt", "app/templates/feed.xml", "docs/guide.md")
    assert found(".") == ["a.py", "app/templates/feed.xml", "app/templates/mail/welcome.txt"]
    assert found("app/templates") == ["app/templates/feed.xml", "app/templates/mail/welcome.txt"]


def test_no_file_is_left_out_for_its_name() -> None:
    names = ["build/a.py", "env/a.py", "migrations/0001.py", "setup.py", "tests/test_a.py", "vendor/a.py", "venv/a.py"]
    write(*names)
    assert found(".") == names


def test_files_come_sorted_by_path() -> None:
    write("b.py", "a/z.py", "a.py", "a/b/c.py")
    assert found(".") == ["a.py", "a/b/c.py", "a/z.py", "b.py"]


def test_folders_that_are_not_the_program_are_not_walked() -> None:
    write("a.py")
    for folder in (".git", "node_modules", "lib/site-packages", "__pycache__", ".tox", ".venv", ".piilint_cache"):
        write(f"{folder}/b.py")
    assert found(".") == ["a.py"]


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "CACHEDIR.TAG"])
def test_a_virtual_environment_or_a_cache_is_known_by_its_mark(mark: str) -> None:
    write("a.py", "anything/lib/b.py", f"anything/{mark}")
    assert found(".") == ["a.py"]


def test_a_folder_that_is_named_is_walked_whatever_it_is() -> None:
    write(".venv/lib/site-packages/acme/b.py", ".venv/pyvenv.cfg")
    assert found(".venv/lib/site-packages") == [".venv/lib/site-packages/acme/b.py"]
    with pytest.raises(UserError):
        found(".venv/lib")


def test_ignore_files_count_at_every_level_and_the_innermost_decides() -> None:
    write("a.py", "gen/x.py", "app/gen/y.py", "app/keep.gen.py", "app/drop.gen.py")
    write(".gitignore", text="/gen/\n*.gen.py\n")
    write("app/.gitignore", text="!keep.gen.py\n")
    assert found(".") == ["a.py", "app/gen/y.py", "app/keep.gen.py"]


def test_a_dot_ignore_file_overrules_the_gitignore_beside_it() -> None:
    write("a.py", "b.py")
    write(".gitignore", text="a.py\n")
    write(".ignore", text="!a.py\nb.py\n")
    assert found(".") == ["a.py"]


def test_a_bad_line_in_an_ignore_file_is_passed_over() -> None:
    write("a.py", "b.py")
    write(".gitignore", text="!\n***\x00[\nb.py\n")
    assert "a.py" in found(".")
    assert "b.py" not in found(".")


def test_ignore_files_count_only_below_what_is_named() -> None:
    write("tmp/app/a.py", "tmp/app/b.py")
    write(".gitignore", text="tmp/\n*.py\n")
    write("tmp/app/.gitignore", text="b.py\n")
    assert found("tmp/app") == ["tmp/app/a.py"]
    assert found("tmp/app/b.py") == ["tmp/app/b.py"]


def test_exclude_counts_from_the_folder_of_the_config() -> None:
    write("pkg/a.py", "pkg/legacy/b.py", "pkg/app/legacy/c.py")
    assert found(".", base="pkg", exclude=("/legacy/",)) == ["pkg/a.py", "pkg/app/legacy/c.py"]


def test_exclude_never_takes_what_is_named() -> None:
    write("vendor/acme/a.py", "vendor/acme/b_test.py")
    assert found("vendor/acme", exclude=("vendor/", "*_test.py")) == ["vendor/acme/a.py"]
    assert found("vendor/acme/b_test.py", exclude=("vendor/", "*_test.py")) == ["vendor/acme/b_test.py"]


def test_a_pattern_of_exclude_that_is_none_is_the_users_to_mend() -> None:
    write("a.py")
    with pytest.raises(UserError, match="exclude"):
        found(".", exclude=("!",))


def test_paths_are_told_from_the_working_directory(here: Path) -> None:
    write("../other/x/y.py", "a.py")
    assert found("../other") == ["../other/x/y.py"]
    assert found(str(here.parent / "other"), ".") == ["../other/x/y.py", "a.py"]


def test_the_root_is_the_folder_named() -> None:
    write("src/app/__init__.py", "src/app/a.py")
    assert {file.root for file in discover(["src"], Config())} == {"src"}
    assert {file.root for file in discover(["."], Config())} == {"."}


def test_the_root_of_a_file_is_above_its_top_package() -> None:
    write("src/app/__init__.py", "src/app/sub/__init__.py", "src/app/sub/a.py", "script.py")
    assert [file.root for file in discover(["src/app/sub/a.py", "script.py"], Config())] == [".", "src"]


def test_a_file_named_twice_is_one_file() -> None:
    write("src/a.py")
    assert found("src", "src/a.py", ".") == ["src/a.py"]


def test_a_script_without_suffix_is_read_where_it_is_named() -> None:
    write("a.py", "bin/other")
    write("bin/tool", text="#!/usr/bin/env python3\nprint()\n")
    assert found(".") == ["a.py"]
    assert found("bin/tool") == ["bin/tool"]
    with pytest.raises(UserError, match="nothing to check"):
        found("bin/other")


def test_a_loop_of_links_ends() -> None:
    write("app/a.py")
    Path("app/up").symlink_to("..")
    Path("app2").symlink_to("app")
    Path("self").symlink_to("self")
    assert found(".") == ["app/a.py"]


def test_a_file_that_is_linked_inside_the_tree_counts_once_under_its_own_name() -> None:
    write("z/real.py")
    Path("a.py").symlink_to("z/real.py")
    assert found(".") == ["z/real.py"]


def test_a_link_out_of_the_tree_is_followed() -> None:
    write("../shared/lib/b.py", "../shared/c.py", "a.py")
    Path("lib").symlink_to("../shared/lib")
    Path("c.py").symlink_to("../shared/c.py")
    assert found(".") == ["a.py", "c.py", "lib/b.py"]


def test_a_missing_path_is_told_with_the_nearest_name() -> None:
    write("source/models.py")
    with pytest.raises(UserError) as error:
        found("sorce/models.py", "source/model.py", "elsewhere")
    assert error.value.messages == (
        'no such file or folder: sorce/models.py (did you mean "source"?)',
        'no such file or folder: source/model.py (did you mean "source/models.py"?)',
        "no such file or folder: elsewhere",
    )


def test_a_broken_link_that_is_named_tells_what_is_missing() -> None:
    Path("link.py").symlink_to("gone.py")
    with pytest.raises(UserError, match=r"link\.py \(a link to gone\.py, which is missing\)"):
        found("link.py")


def test_a_broken_link_in_a_folder_is_nothing() -> None:
    write("a.py")
    Path("link.py").symlink_to("gone.py")
    assert found(".") == ["a.py"]


def test_an_empty_folder_is_an_error() -> None:
    Path("empty").mkdir()
    with pytest.raises(UserError, match=r"no Python file, notebook or template in empty$"):
        found("empty")


def test_queries_alone_are_nothing_to_check() -> None:
    write("db/schema.sql")
    with pytest.raises(UserError, match="nothing to check"):
        found("db")


def test_where_ignore_files_leave_nothing_the_error_says_so() -> None:
    write("app/a.py", "app/b.py")
    write("app/.gitignore", text="*.py\n")
    with pytest.raises(UserError, match="leave out 2 files or folders"):
        found("app")


def test_a_folder_that_cannot_be_listed_stands_among_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.py", "closed/b.py")
    listing = os.scandir

    def refuse(folder: str) -> object:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return listing(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert languages(".") == {"a.py": "python", "closed": "folder"}


def test_a_file_belongs_to_the_innermost_project_around_it() -> None:
    write("run.py", "shop/pyproject.toml", "shop/a.py", "shop/jobs/requirements.txt", "shop/jobs/deep/b.py")
    told = {file.path: file.project for file in discover(["."], Config())}
    assert told == {"run.py": "", "shop/a.py": "shop", "shop/jobs/deep/b.py": "shop/jobs"}
    write("setup.cfg")
    assert {file.project for file in discover(["run.py", "."], Config()) if file.path == "shop/a.py"} == {"shop"}
    assert [file.project for file in discover(["."], Config()) if file.path == "run.py"] == ["."]
