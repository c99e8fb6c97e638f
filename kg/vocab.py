"""Every term of the ontology, and the prefixes: the only code that knows an IRI.

``ontology/*.ttl`` is the authority for people; a test keeps both equal in both directions.
Terms are plain IRI strings: ``KG.Project`` is ``"https://w3id.org/zhaoshang-kg/ontology#Project"``.
"""

from collections.abc import Iterator

ENTITY_BASE = "https://w3id.org/zhaoshang-kg/id/"

REGION_KINDS = ("AdministrativeDivision", "DevelopmentZone", "EconomicRegion")
ENTITY_TYPES = (
    "Region", "NaturalFeature", "Enterprise", "Institution", "Project", "Policy", "FinancialInstrument",
    "Industry", "Product", "Recognition", "Event",
)  # fmt: skip
RECORD_TYPES = ("Claim", "Observation", "Milestone", "Evidence", "Article", "Indicator", "Unit", "Stage", "Finding")
PREDICATES = (
    "locatedIn", "partOf", "developer", "involvesRegion", "serves", "drawsFrom", "industry", "produces", "issuedBy",
    "appliesTo", "cooperatesWith", "recognizedAs", "upstreamOf", "organizes", "subsidiaryOf",
)  # fmt: skip
PROPERTIES = (
    "about", "adcode", "arithmetic", "article", "attribution", "breakdownOf", "comparator", "copyOf", "date", "end",
    "evidence", "findingKind", "homeRegion", "independentArticles", "indicator", "lowerBound", "mention", "method",
    "notUnderstood", "period", "periodEnd", "periodStart", "possiblySameAs", "precision", "quote", "repeats", "restsOn",
    "severity", "sha256", "speaker", "speakerKind", "stage", "start", "status", "tagRegion", "unit", "upperBound",
    "value", "wording",
)  # fmt: skip
PROVISION_FIELDS = {
    "provisionKind": "kind", "provisionName": "name",
    "weight": "weight", "fullScore": "full", "figureUnit": "unit", "step": "step", "deduction": "deduction",
    "direction": "direction", "noScoreBelow": "least", "mostPoints": "most", "stepReading": "reading",
    "scoreFrom": "lower", "scoreBelow": "upper", "count": "count", "says": "says",
}  # fmt: skip
"""What a part of a scoring rule (kg:Provision) has beyond the annotation contract → field of its record."""
TURN_FIELDS = {"turnKind": "kind", "date": "date"}
"""Likewise what became of a project (kg:Turn)."""
COMPARATORS = ("exactly", "atLeast", "atMost", "approximately", "between")
STATUSES = ("actual", "planned", "expected")
STAGES = (
    "启动",
    "签约",
    "立项",
    "可研",
    "批复",
    "开工",
    "建设",
    "封顶",
    "竣工",
    "投产",
    "发布",
    "入选",
    "成立",
    "通车",
    "调查",
    "目标",
)
UNITS = (
    "CNY", "USD", "percent", "percentagePoint", "person", "personTime", "household", "item", "firm", "mu", "metre",
    "kilometre", "squareMetre", "squareKilometre", "hectare", "cubicMetre", "tonne", "kilogram", "kilowatt",
    "megawatt", "gigawatt", "kilowattHour", "gigawattHour", "kilovolt", "unitSet", "piece", "day", "month", "year",
    "hour", "minute", "score", "times", "rank",
)  # fmt: skip


class Namespace:
    """A closed namespace: an unknown name raises AttributeError instead of minting a new term."""

    def __init__(self, base: str, names: Iterator[str] | tuple[str, ...]) -> None:
        self.base = base
        self.names = frozenset(names)

    def __getattr__(self, name: str) -> str:
        if name.startswith("__") or name not in self.names:
            raise AttributeError(f"{self.base} has no term {name!r}")
        return self.base + name

    def __getitem__(self, name: str) -> str:
        """Return the IRI of a term whose name is only known at run time; KeyError if it is no term."""
        if name not in self.names:
            raise KeyError(f"{self.base} has no term {name!r}")
        return self.base + name


KG = Namespace(
    "https://w3id.org/zhaoshang-kg/ontology#",
    (
        *ENTITY_TYPES, *REGION_KINDS, *RECORD_TYPES, *PREDICATES, *PROPERTIES, *COMPARATORS, *STATUSES, *UNITS,
        "Attribution", "Turn", "turnOf", "turnKind", "Provision", "provisionOf", *PROVISION_FIELDS,
    ),
)  # fmt: skip
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", ("type", "subject", "predicate", "object", "value"))
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", ("label",))
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#", ("altLabel", "Concept", "exactMatch", "inScheme"))
DCTERMS = Namespace("http://purl.org/dc/terms/", ("title", "issued", "source"))
PROV = Namespace("http://www.w3.org/ns/prov#", ("wasDerivedFrom",))
SCHEMA = Namespace("https://schema.org/", ("NewsArticle",))
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#", ("string", "integer", "decimal", "gYear", "gYearMonth", "date", "anyURI")
)

SAYS = (
    RDF.subject, RDF.predicate, RDF.object, KG.about, KG.indicator, KG.unit, KG.comparator, KG.value, KG.lowerBound,
    KG.upperBound, KG.period, KG.periodStart, KG.periodEnd, KG.stage, KG.date, KG.turnOf, KG.turnKind, KG.status,
)  # fmt: skip
"""What a statement says: two that agree in all of it are one fact, whoever says it, where, and in what wording."""

SPARQL_RESULTS = "http://www.w3.org/2005/sparql-results#"
"""Namespace of the SPARQL Query Results XML Format."""

PREFIXES = {
    "kg": KG.base, "rdf": RDF.base, "rdfs": RDFS.base, "skos": SKOS.base, "dcterms": DCTERMS.base,
    "prov": PROV.base, "schema": SCHEMA.base, "xsd": XSD.base,
}  # fmt: skip
"""Prefix → namespace, as written into every Turtle file and put before every query."""
