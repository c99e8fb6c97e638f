"""``python -m kg.cli``."""

from kg.cli import run

run()
