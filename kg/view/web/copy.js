// What leaves the page by the reader's hand: Turtle, SPARQL, CSV.
function copied(text, pressed) {
  const done = () => { const before = pressed.textContent; pressed.textContent = say("copied"); setTimeout(() => { pressed.textContent = before; }, 1400); };
  const area = el("textarea", { class: "aside" });
  area.value = text;
  document.body.append(area);
  area.select();
  if (document.execCommand("copy")) done(); // works from a file too, where the clipboard interface may not
  else navigator.clipboard?.writeText(text).then(done, () => {});
  area.remove();
  pressed.focus();
}

const { kg, rdfs, rdf, skos, xsd } = data.vocabulary;
const escaped = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
const inZh = (text) => escaped(text) + "@zh";
const ref = (id) => `<${iri(id)}>`;
function timeLiteral(time) {
  const type = { 4: "gYear", 7: "gYearMonth", 10: "date" }[time.length];
  return type && !/[Q/]/.test(time) ? `${escaped(time)}^^xsd:${type}` : escaped(time);
}
const prefixes = (names) => Object.entries(names).map(([name, base]) => `PREFIX ${name}: <${base}>`).join("\n") + "\n\n";
const node = (subject, pairs) => `${subject} ${pairs.filter(Boolean).map(([p, o]) => `${p} ${o}`).join(" ;\n    ")} .\n`;

function turtle(thing) {
  const own = node(ref(thing.id), [["a", "kg:" + thing.type], thing.kind && ["a", "kg:" + thing.kind], ["rdfs:label", inZh(thing.label)],
    ...thing.aliases.map((name) => ["skos:altLabel", inZh(name)]), thing.code && ["kg:adcode", escaped(thing.code)],
    ...thing.links.filter((link) => link.from === thing).map((link) => ["kg:" + link.predicate, ref(link.to.id)])]);
  const records = [...thing.figures, ...thing.steps].flatMap((one) => one.said.map((said) => comment(said.at) + (one.kind === "figure" ? figureRecord(one, said) : stepRecord(one, said))));
  return prefixes({ kg, rdfs, skos, xsd }) + [own, ...records].join("\n");
}
const comment = (at) => `# ${visible(`${at.quote} — ${at.article.title} ${at.article.issued}`.replace(/\s+/g, " "))}\n`;
function figureRecord(one, said) {
  const [start, end] = one.time.split("/");
  return node(ref(said.id), [["a", "kg:Observation"], ["kg:about", ref(one.thing.id)], ["kg:indicator", ref(one.named)],
    one.comparator && ["kg:comparator", "kg:" + one.comparator], one.value && ["kg:value", one.value], one.lower && ["kg:lowerBound", one.lower],
    one.upper && ["kg:upperBound", one.upper], ["kg:unit", ref(one.measured)], one.status && ["kg:status", "kg:" + one.status],
    ...(end ? [["kg:periodStart", timeLiteral(start)], ["kg:periodEnd", timeLiteral(end)]] : [one.time && ["kg:period", timeLiteral(one.time)]]),
    said.wording && ["kg:wording", escaped(said.wording)]]);
}
const stepRecord = (one, said) => node(ref(said.id), [["a", "kg:Milestone"], ["kg:about", ref(one.thing.id)], ["kg:stage", ref(one.named)],
  one.time && ["kg:date", timeLiteral(one.time)], one.status && ["kg:status", "kg:" + one.status]]);

const sparql = (thing) => prefixes({ kg, rdf }) + `SELECT ?record ?property ?value WHERE {
  { ?record kg:about ${ref(thing.id)} ; ?property ?value }
  UNION { ?record rdf:subject ${ref(thing.id)} ; ?property ?value }
  UNION { ?record rdf:object ${ref(thing.id)} ; ?property ?value }
} ORDER BY ?record ?property ?value
`;

// a spreadsheet must not take what an article says for a formula
const guarded = (cell) => (/^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? "'" + cell : cell);
const csv = (rows) => "\ufeff" + rows.map((row) => row.map((cell) => `"${guarded(String(cell)).replaceAll('"', '""')}"`).join(",")).join("\r\n") + "\r\n";
function saved(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
