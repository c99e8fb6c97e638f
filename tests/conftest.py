"""Shared by tests of queries and of the server."""

import pytest
from attacks import Canary


@pytest.fixture(scope="session")
def canary():
    return Canary()
