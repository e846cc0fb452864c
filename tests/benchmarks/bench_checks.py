"""What all checks cost for sixty texts of the demo, and which of them take the most of it.

Not part of the tests: nothing is asserted about time. ``make bench`` prints the figures.
"""

import time
from collections import Counter
from dataclasses import replace

from sessions_app.translation import checks
from sessions_app.translation.checks.quantities import quantities
from sessions_app.translation.checks.wording import _model
from tests.translation.checks.demo import pairs

TEXTS = 60
ROUNDS = 5


def test_sixty_texts() -> None:
    """Milliseconds, warm; a text that looks untranslated is the first to need the model."""
    texts = [pair for _place, pair in pairs()][:TEXTS]
    rounds = []
    spent: Counter[str] = Counter()
    for _round in range(ROUNDS):
        quantities.cache_clear()
        fresh = [replace(pair) for pair in texts]
        begun = time.perf_counter()
        for pair in fresh:
            for identifier, check in checks.registry().items():
                before = time.perf_counter()
                list(check.find(pair))
                spent[identifier] += time.perf_counter() - before
        rounds.append((time.perf_counter() - begun) * 1000)
    signs = sum(len(pair.source) for pair in texts)
    print(f"\n{len(texts)} texts of {signs} characters: {min(rounds):.1f} ms at best")
    for identifier, seconds in spent.most_common(5):
        print(f"  {identifier}: {seconds / ROUNDS * 1000:.1f} ms")
    begun = time.perf_counter()
    _model()
    print(f"  reading the model of letters, once: {(time.perf_counter() - begun) * 1000:.0f} ms")
