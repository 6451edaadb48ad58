"""The wheel works where nothing but its requirements is installed: the rules are inside, the command runs."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEAK = 'def call(customer):\n    print("calling", customer.phone_number)\n'


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    _run(build, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", symlinks=True, with_pip=False)
    fresh = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    where = [str(fresh), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    target = Path(_run(where, cwd=folder).stdout.strip())
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    _run([*install, str(target), str(wheel)], cwd=folder)
    _lend_requirements(target)
    return fresh


def test_the_rules_are_found_and_a_leak_too(python: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(LEAK, encoding="utf-8")
    command = [str(python), "-m", "piilint", "check", "--output-format", "concise", "--no-cache", "app.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("app.py:2:")
    assert "PII103" in done.stdout


def test_the_page_for_people_finds_its_template(python: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(LEAK, encoding="utf-8")
    command = [str(python), "-m", "piilint", "check", "--output-format", "html", "--no-cache", "--exit-zero", "app.py"]
    assert "<!DOCTYPE html>" in _run(command, cwd=tmp_path).stdout


def test_it_is_the_installed_package_that_ran(python: Path, tmp_path: Path) -> None:
    done = _run([str(python), "-c", "import piilint; print(piilint.__file__)"], cwd=tmp_path)
    assert str(ROOT / "piilint") not in done.stdout


def _lend_requirements(site_packages: Path) -> None:
    """Let the environment see what this one has installed, so that no network is needed; but not this source tree."""
    ours = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    (site_packages / "lent.pth").write_text("\n".join(dict.fromkeys(ours)) + "\n", encoding="utf-8")


def _run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done
