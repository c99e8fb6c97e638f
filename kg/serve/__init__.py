"""A saved graph over HTTP: SPARQL 1.1 Protocol, JSON API, pages for people; read-only, bounded, on loopback by default.

Everything that touches the graph runs in the workers of ``kg.query.pool``; the server's own process parses HTTP and
holds no store. THREAT_MODEL.md says what is promised against whom.
"""
