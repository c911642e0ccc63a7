"""What all tests share: how long properties search, and what is asked for by name."""

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("helpers")

QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
settings.register_profile(
    "carbonre", derandomize=True, deadline=None, max_examples=30, suppress_health_check=QUIET
)
settings.load_profile("carbonre")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: the deep run of a property; ask for it with -m slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "slow" in config.getoption("markexpr"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="a deep run; ask for it with -m slow"))
