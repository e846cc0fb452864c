"""What looking something up in a memory of 100,000 entries takes, and how much of it is found.

Not part of the tests: nothing is asserted about time. ``make bench`` prints the table, on
PostgreSQL where DATABASE_URL names one.
"""

import gc
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median, quantiles
from uuid import uuid4

import pytest
from django.db import connection
from rapidfuzz import fuzz, process

from sessions_app.translation import memory
from sessions_app.translation.memory import store
from sessions_app.translation.words import likeness

from .corpus import Corpus

pytestmark = pytest.mark.django_db

ENTRIES = 100_000
QUERIES = 300
# The brute force looks at everything whose characters alone would reach the percentage.
WORTH = 75


def chunks(texts: list[str], size: int) -> Iterator[list[str]]:
    return (texts[start : start + size] for start in range(0, len(texts), size))


def build(texts: list[str]) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    for chunk in chunks(texts, 1000):
        memory.learn(
            memory.Unit("de", "en", text, f"EN {text}", uuid4(), "body", "Page", None, moment)
            for text in chunk
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    # What the building left behind would be collected, for 100 ms, within one of the queries.
    gc.collect()
    gc.freeze()


def told(name: str, seconds: list[float], found: int) -> None:
    ms = [second * 1000 for second in seconds]
    print(
        f"{name:<34} median {median(ms):>6.1f} ms   p95 {quantiles(ms, n=20)[-1]:>6.1f} ms   "
        f"worst {max(ms):>6.1f} ms   {found / len(ms):>4.0%} with an offer"
    )


def ask(name: str, queries: list[str]) -> None:
    seconds, found = [], 0
    for text in queries:
        start = time.perf_counter()
        found += bool(memory.suggest(text, "de", "en"))
        seconds.append(time.perf_counter() - start)
    told(name, seconds, found)


def recall(texts: list[str], queries: list[str]) -> str:
    """Share of what a look at every entry finds that is among the candidates, too."""
    levelled = [likeness._levelled(text).text for text in texts]
    keys = {likeness.key(text, "de", "en"): text for text in texts}
    total = found = 0
    for query in queries:
        near = process.extract(
            likeness._levelled(query).text,
            levelled,
            scorer=fuzz.ratio,
            score_cutoff=2 * WORTH - 100,
            limit=None,
        )
        good = {texts[place] for _text, _score, place in near}
        good = {text for text in good if likeness.percent(text, query) >= WORTH}
        numbers = likeness.sketch(query, "de", "en")
        total += len(good)
        found += len(good & {keys[number] for number in store._candidates(numbers)})
    return f"{found / total:.1%} of {total} matches of {WORTH} percent and more are candidates"


def test_memory() -> None:
    corpus = Corpus(1)
    texts = corpus.texts(ENTRIES)
    start = time.perf_counter()
    build(texts)
    seconds = time.perf_counter() - start
    print(f"\n{connection.vendor}, {ENTRIES:,} entries learnt in {seconds:.0f} s")
    chosen = [corpus.random.choice(texts) for _ in range(QUERIES)]
    changed = [corpus.changed(text) for text in chosen]
    ask("known word for word", chosen)
    ask("changed in one to three places", changed)
    ask("like nothing else", [corpus.foreign() for _ in range(QUERIES)])
    seconds_of = []
    for page in chunks(chosen, 60):
        start = time.perf_counter()
        memory.exact(page, "de", "en")
        seconds_of.append(time.perf_counter() - start)
    told("60 texts at once, word for word", seconds_of, len(seconds_of))
    print(recall(texts, changed))
