"""What the README shows is so: its trace is what piilint prints, and its rules load."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from piilint.rulebook import load_rulebook

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SAMPLE = ROOT / "sample_projects" / "transcription_workbench" / "leaky"
TRACE = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)


def test_the_trace_is_what_piilint_prints_of_the_sample_project() -> None:
    """PIILINT_UPDATE_GOLDENS=1 writes it anew."""
    command = [sys.executable, "-m", "piilint", "check", "--no-cache", "--quiet", "--select", "PII101"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
    printed = subprocess.run(command, cwd=SAMPLE, capture_output=True, text=True, env=environment).stdout
    findings = re.split(r"\n(?=error\[|warning\[|\nFound )", printed)
    [finding] = [each for each in findings if "flow: Device.latitude -> flask.jsonify" in each]
    text = README.read_text(encoding="utf-8")
    if os.environ.get("PIILINT_UPDATE_GOLDENS"):
        text = TRACE.sub(lambda _: finding, text, count=1)
        README.write_text(text, encoding="utf-8")
    shown = TRACE.search(text)
    assert shown is not None
    assert shown[0] == finding


def test_the_rules_load_and_add_to_those_that_piilint_brings(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    for number, block in enumerate(blocks):
        (tmp_path / f"{number}.toml").write_text(block, encoding="utf-8")
    ids = [rule.id for rule in load_rulebook([str(tmp_path)], use_defaults=True).rule]
    assert {"ACME1", "ACME2", "ACME3", "ACME4"} <= set(ids)
