"""What all tests share: how long properties search, and what is asked for by name."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("helpers")

QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
for name, examples in (("quick", 15), ("thorough", 100)):
    settings.register_profile(
        name, derandomize=True, deadline=None, max_examples=examples, suppress_health_check=QUIET
    )
settings.load_profile("quick")  # unless --hypothesis-profile says otherwise


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite uses the cores there are; what is asked for by name runs in this process."""
    option = config.option
    whole = config.args_source is config.ArgsSource.TESTPATHS and not option.keyword
    if "PYTEST_XDIST_WORKER" in os.environ:  # a worker starts no workers of its own
        return
    if not whole or option.markexpr or option.usepdb or option.collectonly:
        return
    if config.pluginmanager.hasplugin("xdist") and option.numprocesses is None:
        option.numprocesses = "auto"
        option.dist = "worksteal" if option.dist == "no" else option.dist


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: the deep run of a property; ask for it with -m slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "slow" in config.getoption("markexpr"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="a deep run; ask for it with -m slow"))
