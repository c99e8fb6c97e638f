"""The mechanisms that articles describe, as things one can work with; everything is read from a saved graph.

A portrait of a project, its life as of a date, a board of many projects, a scoring rule applied to figures, an
industrial chain with its empty links. Each answer is a :class:`~kg.systems.report.Report` whose lines carry their
sentences.
"""
