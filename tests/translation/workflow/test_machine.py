"""Nothing goes live by accident and nothing is lost, whatever people do in whatever order."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.factories import House

from .machine import Workflow
from .world import make_world

# Sequences in parts, so that several processes share them; SEQUENCES asks for more, as 2000.
PARTS = 4
SEQUENCES = int(os.environ.get("SEQUENCES", "24"))


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_people_do(house: House, part: int) -> None:
    world = make_world(house)
    machine = type(f"Workflow{part}", (Workflow,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, SEQUENCES // PARTS),
            stateful_step_count=12,
            deadline=None,
            database=None,
            phases=[Phase.generate] if os.environ.get("NOSHRINK") else tuple(Phase),
            suppress_health_check=list(HealthCheck),
        ),
    )
