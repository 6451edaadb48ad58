"""`make demo`: what piilint says of a small staff tool and of its repaired twin, in words for newcomers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

SAMPLE = Path(__file__).parent / "transcription_workbench"


def main() -> int:
    """Check both twins; 0 when the leaky one leaks and the fixed one does not."""
    print("The transcription workbench is a small Flask application: staff listen to voice clips and correct what")
    print("the recogniser understood. They need the sound and the text. They do not need to know who spoke, or where.\n")
    leaky, fixed = _findings("leaky"), _findings("fixed")
    print(f"piilint check {_shown('leaky')}: {_counted(len(leaky), 'finding')}\n")
    for finding in leaky:
        source, sink = finding["source"], finding["sink"]
        print(f"  {finding['rule']} {finding['severity']}: {finding['message']}")
        print(f"      enters at  {source['path']}:{source['line']}   {_line('leaky', source)}")
        print(f"      leaves at  {sink['path']}:{sink['line']}   {_line('leaky', sink)}")
    print()
    for (rule, name), number in sorted(Counter((each["rule"], each["name"]) for each in leaky).items()):
        print(f"  {number:2} x {rule} {name}")
    print(f"\npiilint check {_shown('fixed')}: {_counted(len(fixed), 'finding')}")
    print(f"\nBetween the two lie {len(list(SAMPLE.glob('fix/*.patch')))} small patches: {_shown('fix')}")
    print(f"The whole way of each finding: cd {_shown('leaky')} && {_command()} check")
    print(f"Why a rule is a rule:          {_command()} explain {leaky[0]['rule'] if leaky else 'PII101'}")
    return 0 if leaky and not fixed else 1


def _findings(variant: str) -> list[dict]:
    command = [sys.executable, "-m", "piilint", "check", "--output-format", "json", "--no-cache", "--quiet"]
    done = subprocess.run(command, cwd=SAMPLE / variant, stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(done.returncode)
    return json.loads(done.stdout)["findings"]


def _line(variant: str, place: dict) -> str:
    """The line of code that stands there."""
    lines = (SAMPLE / variant / place["path"]).read_text(encoding="utf-8").splitlines()
    return lines[place["line"] - 1].strip()


def _shown(part: str) -> str:
    path = SAMPLE / part
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


def _command() -> str:
    command = Path(sys.executable).parent / "piilint"
    return command.as_posix()


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
