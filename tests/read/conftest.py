"""A folder to put bytes in and read them back from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.read import read_inputs
from kg.records import Article, Reject

Read = Callable[..., list[Article | Reject]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write bytes or text under a name and return what reading that file gives."""

    def read_one(data: bytes | str, name: str = "a.txt", **options: object) -> list[Article | Reject]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return list(read_inputs([path], **options))  # type: ignore[arg-type]

    return read_one
