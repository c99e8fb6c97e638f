"""A real server in a process of its own, on a free port, over a small graph in the words of the vocabulary."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
GRAPH = """
<region/510700> a kg:Region, kg:AdministrativeDivision ; rdfs:label "绵阳市"@zh ; skos:altLabel "绵阳"@zh .
<enterprise/甲> a kg:Enterprise ; rdfs:label "甲<b>电子</b>"@zh .
<project/屏> a kg:Project ; rdfs:label "柔性屏项目"@zh ; skos:altLabel "100% A+B 项目" ;
    kg:locatedIn <region/510700> ; kg:developer <enterprise/甲> ; kg:next <project/光> .
<project/光> a kg:Project ; rdfs:label "光学膜项目"@zh ; kg:locatedIn <region/510700> ; kg:next <project/屏> .
<project/孤> a kg:Project ; rdfs:label "孤立项目"@zh .
<indicator/总投资> rdfs:label "总投资"@zh .
kg:CNY rdfs:label "CNY" .
<article/x> {
    <article/x> a kg:Article ; dcterms:title "绵阳两个项目动工"@zh ; dcterms:issued "2024-03-14"^^xsd:date .
    <evidence/1> kg:article <article/x> ; kg:start 10 ; kg:end 27 ; kg:quote "甲电子的柔性屏项目落户绵阳市。" .
    <evidence/2> kg:article <article/x> ; kg:start 27 ; kg:end 45 ; kg:quote "柔性屏项目总投资超20亿元。" .
    <claim/1> rdf:subject <project/屏> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
        kg:status kg:actual ; kg:evidence <evidence/1> .
    <observation/1> kg:about <project/屏> ; kg:indicator <indicator/总投资> ; kg:lowerBound 2000000000 ;
        kg:value 2000000000 ; kg:unit kg:CNY ; kg:comparator kg:atLeast ; kg:status kg:planned ;
        kg:wording "超20亿元" ; kg:evidence <evidence/2> .
    <evidence/3> kg:article <article/x> ; kg:start 45 ; kg:end 60 ; kg:quote "孤立项目已于2025年竣工。" .
    <milestone/1> kg:about <project/孤> ; kg:stage kg:竣工 ; kg:date "2025"^^xsd:gYear ; kg:status kg:actual ;
        kg:evidence <evidence/3> .
}
"""
NUMBERS = (
    "<x:numbers> {" + "".join(f'<x:{i}> kg:next <x:{(i + 1) % 300}> ; rdfs:label "{i}" .' for i in range(300)) + "}"
)
LABELS = "SELECT ?l { ?p a kg:Project ; rdfs:label ?l } ORDER BY ?l"


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    headers: dict[str, str]
    text: str


class Server:
    """A running ``kg serve``."""

    def __init__(self, graph, *options, stderr=None):
        command = [sys.executable, "-m", "kg.cli", "serve", "--graph", str(graph), "--port", "0", "--lang", "en"]
        self.start([*command, *options], stderr)

    def start(self, command, stderr=None):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, env=environment, encoding="utf-8"
        )
        said = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)/", said)[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.sparql = f"{self.url}/sparql"

    def get(self, path, data=None, *, timeout=30, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data, named)
        try:
            with OPENER.open(request, timeout=timeout) as answer:
                return _reply(answer)
        except urllib.error.HTTPError as error:
            return _reply(error)

    def ask(self, query, **headers):
        """Post a query directly."""
        return self.get("/sparql", query.encode(), content_type="application/sparql-query", **headers)

    def stop(self):
        self.process.terminate()
        self.process.wait(15)
        self.process.stdout.close()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def _reply(answer):
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Reply(answer.status, headers, answer.read().decode("utf-8"))
