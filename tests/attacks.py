"""Queries that would reach the network, read files or change the graph, and a listener that knows who came."""

import socket
import threading

CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE\r<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE# x\n<URL> { ?s ?p ?o } }",
    "SELECT * { #\r SERVICE <URL> { ?s ?p ?o }\n}",
    "SELECT * { #\x00\r SERVICE <URL> { ?s ?p ?o }\n}",
    "SELECT * { SERVICE\x00<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE\x0b<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE\u00a0<URL> { ?s ?p ?o } }",
    "SELECT * { FILTER(true)SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "x"@zhSERVICE <URL> { ?s ?p ?o } }',
    "PREFIX a: <x:> SELECT * { ?s ?p a:.SERVICE <URL> { ?s ?p ?o } }",
    "PREFIX a: <x:> SELECT * { ?s ?p a:b.SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { S\\u0045RVICE <URL> { ?s ?p ?o } }",
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM <file:///dev/zero> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///proc/self/fd/0> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE: { ?s ?p ?o } }",
    "PREFIX : <URL> PREFIX SERVICE: <x:> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { serviceSILENT:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { ?s ?p true.SERVICE:x { ?s ?p ?o } }",
    'SELECT * { BIND(2 AS ?x) FILTER(?x<3)#> """\nSERVICE <URL> { ?s ?p ?o } } #""" }',
    'PREFIX : <URL> SELECT * { BIND(2 AS ?x) FILTER(?x<3)SERVICE:x#> """\n{ ?s ?p ?o } } #""" }',
    "LOAD <URL>",
    "LOAD <file:///etc/passwd> INTO GRAPH <x:g>",
]
"""``URL`` stands for the listener's address."""

UPDATES = [
    "INSERT DATA { <x:s> <x:p> <x:o> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL", "CREATE GRAPH <x:g>",
    "SELECT * { ?s ?p ?o } ; DROP ALL", "MOVE DEFAULT TO <x:g>", "DELETE DATA { <x:s> <x:p> <x:o> }",
]  # fmt: skip

TOO_COMPLEX = {
    "braces": "ASK { ?s ?p " + "{" * 3000,
    "brackets": "SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}",
    "sums": "SELECT (" + "1+" * 3000 + "1 AS ?x) {}",
    "patterns": "SELECT * {" + "?s ?p ?o ." * 1500 + "}",
    "length": "#" * 20_001,
}

ENDLESS = {
    "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (kg:next|^kg:next)* ?b . ?b (kg:next|^kg:next)* ?c . "
    "?c (kg:next|^kg:next)* ?d }",
    "sorting": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()",
    "strings": 'SELECT (STRLEN(?x9) AS ?n) { BIND("' + "a" * 100 + '" AS ?x0) '
    + " ".join(f"BIND(CONCAT({', '.join([f'?x{i}'] * 10)}) AS ?x{i + 1})" for i in range(9)) + "}",
}  # fmt: skip
REGEX_BOMB = 'ASK { FILTER(REGEX("' + "a" * 60 + '!", "^(a+)+$")) }'


class Canary:
    """Listens on loopback and counts who comes; whoever calls waits until it is counted."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}/"
        self.hits = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            caller, _ = self.server.accept()
            self.hits += 1
            caller.close()
