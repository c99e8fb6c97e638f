"""The tables that the property graph engine of tests (Ladybug) wants beforehand; Neo4j needs none."""

TYPES = {str: "STRING", int: "INT64", float: "DOUBLE", list: "STRING[]"}


def prepare(connection, nodes, links):
    """Make the tables of nodes and links."""
    labels = {iri: label for each in nodes for iri, label, _ in each.rows}
    for each in nodes:
        columns = "".join(f", `{name}` {TYPES[of]}" for name, of in each.columns)
        for label in sorted({label for _, label, _ in each.rows}):
            connection.execute(f"CREATE NODE TABLE {label}(iri STRING PRIMARY KEY{columns})")
    for kind in sorted({link.type for link in links}):
        ends = sorted({f"FROM {labels[one.start]} TO {labels[one.end]}" for one in links if one.type == kind})
        connection.execute(f"CREATE REL TABLE {kind}({', '.join(ends)}, status STRING, evidence INT64)")
