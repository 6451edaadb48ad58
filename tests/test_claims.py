"""What a company has claimed, as policies over the sample projects: the leaky ones break it in plain words, the fixed
ones keep it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "sample_projects"

NO_IDENTITY = """
[[purpose]]
id = "transcription"
paths = ["**"]
may_show = ["voice.**", "account.pseudonymous"]

[[rule]]
id = "CLAIM1"
name = "no-identity-in-the-transcription-workflow"
outside_purpose = true
sinks = ["ui.**", "api.response", "export.**", "log"]
message = "{data} reaches {sink}, and who transcribes needs not know who somebody is"
"""

CONTACTS_FOR_FEW = """
[[audit]]
call = "contacts.journal.record_look"

[[rule]]
id = "CLAIM2"
name = "contacts-for-few-masked-and-on-record"
data = ["contact.**", "contacts.**"]
sinks = ["ui.page"]
masked = "never"
unless = [{ masked = "adequate", role = ["contacts.see_contacts"], audited = true }]
message = "{data} of somebody's contact reaches {sink}"
"""

NO_REGION_LEFT = """
[[audience]]
id = "dialect-team"
paths = ["**"]
region = "IE"

[[rule]]
id = "CLAIM3"
name = "coordinates-leave-no-region"
data = ["location.precise"]
sinks = ["third_party", "map", "storage.url", "llm", "export.**"]
message = "{data} leaves the region: it reaches {sink}"

[[rule]]
id = "CLAIM4"
name = "coordinates-seen-from-no-other-region"
data = ["location.precise"]
sinks = ["ui.**", "api.response"]
region_not = ["IE"]
"""

CLAIMS = [
    (
        "transcription_workbench",
        NO_IDENTITY,
        {
            "device identifier reaches a page, and who transcribes needs not know who somebody is",
            "precise location reaches an API response, and who transcribes needs not know who somebody is",
            "account identifier reaches a page, and who transcribes needs not know who somebody is",
        },
    ),
    (
        "transcript_tagger",
        NO_IDENTITY,
        {
            "e-mail address reaches an exported file, and who transcribes needs not know who somebody is",
            "name of a person reaches a page, and who transcribes needs not know who somebody is",
        },
    ),
    (
        "contacts_dashboard",
        CONTACTS_FOR_FEW,
        {
            "phone number of somebody's contact reaches a page "
            'without role "contacts.see_contacts", an audit and a mask',
        },
    ),
    (
        "home_locator",
        NO_REGION_LEFT,
        {
            "precise location leaves the region: it reaches a third party",
            "precise location leaves the region: it reaches a map",
            'precise location reaches an API response in the region "IE"',
        },
    ),
]


def messages(sample: str, variant: str, policy: str, folder: Path) -> tuple[set[str], int]:
    copy = Path(shutil.copytree(SAMPLES / sample / variant, folder / variant))
    (copy / "claim.toml").write_text(policy, encoding="utf-8")
    options = ["--rules", "claim.toml", "--select", "CLAIM", "--output-format", "json", "--no-cache", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(SAMPLES.parent)}
    command = [sys.executable, "-m", "piilint", "check", *options]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, env=environment)
    assert done.returncode in (0, 1), done.stderr
    return {one["message"] for one in json.loads(done.stdout)["findings"]}, done.returncode


@pytest.mark.parametrize(("sample", "policy", "told"), CLAIMS, ids=[claim[0] for claim in CLAIMS])
def test_the_leaky_variant_breaks_the_claim_in_plain_words(
    sample: str, policy: str, told: set[str], tmp_path: Path
) -> None:
    found, exit_code = messages(sample, "leaky", policy, tmp_path)
    assert exit_code == 1
    assert told <= found


@pytest.mark.parametrize(("sample", "policy"), [claim[:2] for claim in CLAIMS], ids=[claim[0] for claim in CLAIMS])
def test_the_fixed_variant_keeps_it(sample: str, policy: str, tmp_path: Path) -> None:
    assert messages(sample, "fixed", policy, tmp_path) == (set(), 0)
