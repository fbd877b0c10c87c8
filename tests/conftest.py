"""What all tests share: how many random cases, by SLA_TESTS = quick (the default) or soak.

Tests leave the number of examples to these profiles, so that one word makes the whole suite
short or thorough.
"""

import os

from hypothesis import HealthCheck, settings

from tests.stores import backend, engine

__all__ = ["backend", "engine"]

# A slow machine is no fault of the code: neither a deadline nor a check of speed.
settings.register_profile(
    "quick",
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("SLA_TESTS", "quick"))
