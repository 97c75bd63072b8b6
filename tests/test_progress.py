"""The share that is done and the time that is left follow the clock and the weights."""

import re
from pathlib import Path

import pytest

from openalliances.builder.pipeline import build
from openalliances.cli.progress import time_left
from openalliances.progress import BUILD_STEPS, Estimate

STEPS = {"one": 10.0, "two": 30.0, "three": 60.0}


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def estimate(clock):
    return Estimate(STEPS, clock)


def test_before_the_first_step_nobody_knows(estimate):
    assert (estimate.share, estimate.seconds_left) == (None, None)


def test_the_share_is_that_of_the_weights(estimate, clock):
    estimate.step("one")
    assert estimate.share == 0
    clock.now += 10
    estimate.step("two")
    assert estimate.share == pytest.approx(0.1)
    assert estimate.seconds_left == pytest.approx(90)


@pytest.mark.parametrize(("seconds", "left"), [(5, 45), (10, 90), (40, 360)])
def test_a_machine_is_as_fast_as_its_steps_have_shown(estimate, clock, seconds, left):
    estimate.step("one")
    clock.now += seconds
    estimate.step("two")
    assert estimate.seconds_left == pytest.approx(left)


def test_within_a_step_the_share_grows_with_time_and_waits_before_the_end(estimate, clock):
    estimate.step("one")
    clock.now += 5
    assert estimate.share == pytest.approx(0.05)
    clock.now += 1000
    assert 0.09 < estimate.share < 0.1


def test_a_step_with_parts_goes_by_its_parts(estimate, clock):
    estimate.step("two", 4)
    estimate.advance(3)
    assert estimate.share == pytest.approx(0.1 + 0.3 * 3 / 4)


def test_a_step_that_is_not_in_the_table_goes_by_its_parts(estimate, clock):
    estimate.step("load", 4)
    assert (estimate.share, estimate.seconds_left) == (0, None)
    clock.now += 6
    estimate.advance(3)
    assert (estimate.share, estimate.seconds_left) == (0.75, pytest.approx(2))
    estimate.step("wait")
    assert estimate.share is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (12.4, "about 12 s left"), (89, "about 89 s left"), (150, "about 2 min left")],
)
def test_the_time_left_is_in_words(seconds, text):
    assert time_left(seconds) == text


def test_the_table_has_the_steps_of_a_build_in_their_order():
    package = Path(build.__code__.co_filename).parent
    texts = [(package / name).read_text() for name in ("pipeline.py", "checks/check.py")]
    named = {name for text in texts for name in re.findall(r'\.step\("([\w ]+)"\)', text)}
    assert named == set(BUILD_STEPS)
    assert min(BUILD_STEPS.values()) > 0
