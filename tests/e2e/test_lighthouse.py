"""Lighthouse on the pages that visitors open first, as a telephone on a slow line sees them."""

import json
import os
import subprocess
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.e2e.conftest import ARGUMENTS, CHROMIUM, _need
from tests.e2e.kinds import LANGUAGES, addresses_of
from tests.e2e.serving import Site

LIGHTHOUSE = ROOT / "node_modules" / ".bin" / "lighthouse"
PERFECT = ("accessibility", "best-practices", "seo")
QUICK = 98
# How often the speed is measured until it is good enough: other processes may take the machine,
# which makes a page slower, never quicker.
RUNS = 3


@pytest.fixture(scope="module")
def addresses(live_site: Site) -> dict[str, dict[str, str]]:
    """Address by language and kind."""
    return addresses_of(live_site.url)


def judge(url: str, *categories: str) -> dict[str, Any]:
    """Lighthouse's report on ``url`` in ``categories``.

    A run that lost its recording of the browser says nothing about the page: it is run again.
    """
    for _attempt in range(RUNS):
        done = run(url, *categories)
        if "(NO_NAVSTART)" not in done.stderr:
            break
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report.get("runtimeError") is None
    return report


def run(url: str, *categories: str) -> subprocess.CompletedProcess[str]:
    """The command, once."""
    return subprocess.run(
        [
            str(LIGHTHOUSE),
            url,
            "--output=json",
            "--quiet",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(categories)}",
            f"--chrome-flags={' '.join(ARGUMENTS)}",
        ],
        env=os.environ | {"CHROME_PATH": str(CHROMIUM)},
        capture_output=True,
        text=True,
        check=False,
    )


def points(report: dict[str, Any], category: str) -> int:
    """What the report gives for ``category``, of 100."""
    return round(100 * report["categories"][category]["score"])


def faults(report: dict[str, Any], *categories: str) -> dict[str, Any]:
    """Every audit that costs one of ``categories`` points, with what Lighthouse found."""
    counted = [
        audit["id"]
        for category in categories
        for audit in report["categories"][category]["auditRefs"]
        if audit["weight"]
    ]
    audits = {name: report["audits"][name] for name in counted}
    return {
        name: (audit.get("displayValue"), audit.get("details", {}).get("items"))
        for name, audit in audits.items()
        if audit["score"] is not None and audit["score"] < 1
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["home", "programme", "session"])
def test_lighthouse_finds_nothing(live_site, addresses, kind, language):
    _need(LIGHTHOUSE, "npm ci")
    if CHROMIUM is None:
        pytest.skip("Chromium is missing; the package “chromium” brings it")
    url = live_site.url + addresses[language][kind]
    is_timed = kind != "home"
    report = judge(url, *PERFECT, *(["performance"] if is_timed else []))
    assert faults(report, *PERFECT) == {}
    assert {category: points(report, category) for category in PERFECT} == dict.fromkeys(
        PERFECT, 100
    )
    if is_timed:
        runs = [report]
        while points(runs[-1], "performance") < QUICK and len(runs) < RUNS:
            runs.append(judge(url, "performance"))
        best = max(points(one, "performance") for one in runs)
        assert best >= QUICK, faults(runs[-1], "performance")
