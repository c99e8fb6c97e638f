"""Shared by all tests: no timing decides one; and a listener for tests of queries and of the server."""

import pytest
from attacks import Canary
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def canary():
    return Canary()
