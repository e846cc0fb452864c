"""What a feed is judged by: the public schemas and readers that others wrote."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import feedparser
import icalendar
from jsonschema import Draft6Validator, FormatChecker
from lxml import etree

from tests.conftest import ROOT

SCHEMAS = {
    "schedule.json": "schedule-v1.schema.json",
    "schedule.v2.json": "schedule-v2-alpha.schema.json",
    "schedule.xml": "schedule.xml.xsd",
}
READER = Path(__file__).with_name("read.mjs")


def faults(name: str, content: bytes, schemas: Path) -> list[str]:
    """Everything that is wrong with the feed ``name``."""
    if name.endswith(".json"):
        schema = json.loads((schemas / SCHEMAS[name]).read_text())
        judge = Draft6Validator(schema, format_checker=FormatChecker())
        return [error.message for error in judge.iter_errors(json.loads(content))]
    if name.endswith(".xml"):
        judge = etree.XMLSchema(etree.parse(schemas / SCHEMAS[name]))
        judge.validate(etree.fromstring(content))
        return [str(error) for error in judge.error_log]
    if name.endswith(".atom"):
        read = feedparser.parse(content)
        return [str(read.bozo_exception)] if read.bozo else []
    if name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        return [str(row) for row in rows if len(row) != len(rows[0])]
    return calendar_faults(content)


def calendar_faults(content: bytes) -> list[str]:
    """Lines that are too long or end otherwise, faults of the parser, time zones that lack."""
    lines = content.split(b"\r\n")
    found = [f"long: {line!r}" for line in lines if len(line) > 75]
    found += [f"line end: {line!r}" for line in lines if b"\r" in line or b"\n" in line]
    read = icalendar.Calendar.from_ical(content)
    found += [f"{part.name}: {part.errors}" for part in read.walk() if part.errors]
    found += [f"no time zone {name}" for name in read.get_missing_tzids()]
    uids = [event["UID"] for event in read.events]
    return found + [f"twice: {uid}" for uid in set(uids) if uids.count(uid) > 1]


def read_by_node(content: bytes) -> list[dict[str, Any]]:
    """Events of a calendar as ical.js reads them, in order."""
    done = subprocess.run(
        ["node", READER], input=content, cwd=ROOT, capture_output=True, check=True, timeout=120
    )
    return json.loads(done.stdout)
