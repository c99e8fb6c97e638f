"""Measurements of speed, growth and memory: ``make bench`` prints the tables of docs/performance.md."""
