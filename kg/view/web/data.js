// The page's tables as objects that point at one another; kg/view/content.py says what stands where in a row.
const read = (id) => JSON.parse($(id).textContent);
const data = read("data"), words = read("words");

const things = data.things.map(([id, label, type, kind, aliases, code, mentions, pinyin, size], rank) => ({
  id, rank, label, type: data.types[type], kind: data.kinds[kind] ?? "", aliases, code, mentions, pinyin, size,
  links: [], figures: [], steps: [], articles: [],
}));
const byId = new Map(things.map((thing) => [thing.id, thing]));
const iri = (id) => (/^[a-z][a-z0-9+.-]*:/.test(id) ? id : data.base + id);

const articles = data.articles.map(([id, title, issued, source, home, names, missed, text, ledger], number) => ({
  id, number, title, issued, source, home: things[home], names, missed, text, ledger, chars: null,
}));
const articleById = new Map(articles.map((article) => [article.id, article]));
const charsOf = (article) => (article.chars ??= [...article.text]); // spans count code points

const evidence = data.evidence.map(([article, start, end, quote], number) => ({
  number, article: articles[article], start, end,
  get quote() { return quote ?? charsOf(this.article).slice(start, end).join(""); },
}));
const saying = ([at, wording, id, from, to]) => ({ at: evidence[at], wording, id, place: to ? [from, to] : null });

const links = data.links.map(([from, predicate, to, said], number) => ({
  number, from: things[from], to: things[to], predicate: data.predicates[predicate],
  said: said.map(([at, status, ground, id]) => ({ ...saying([at, "", id]), status: data.statuses[status] ?? "", ground: data.grounds[ground] })),
}));
for (const link of links) {
  link.status = link.said.some((one) => one.status === "actual") ? "actual" : link.said[0]?.status ?? "";
  link.grounds = link.said.length ? [...new Set(link.said.map((one) => one.ground))] : ["table"];
  link.from.links.push(link);
  if (link.to !== link.from) link.to.links.push(link);
}

const findings = data.findings.map(([severity, zh, en, arithmetic]) => ({ severity, zh, en, arithmetic }));
const figures = data.figures.map(([thing, indicator, comparator, value, lower, upper, unit, status, period, ground, found, said], number) => ({
  kind: "figure", number, thing: things[thing], named: data.indicators[indicator][0], measured: data.units[unit][0], indicator: data.indicators[indicator][1], comparator: data.comparators[comparator] ?? "",
  value, lower, upper, unit: data.units[unit][1], status: data.statuses[status] ?? "", time: period, ground: data.grounds[ground],
  findings: found.map((n) => findings[n]), said: said.map(saying),
}));
const steps = data.steps.map(([thing, stage, date, status, ground, found, said], number) => ({
  kind: "step", number, thing: things[thing], named: data.stages[stage][0], stage: data.stages[stage][1], status: data.statuses[status] ?? "", time: date,
  ground: data.grounds[ground], findings: found.map((n) => findings[n]), said: said.map(saying),
}));
for (const figure of figures) figure.thing.figures.push(figure);
for (const step of steps) step.thing.steps.push(step);
for (const article of articles) {
  for (const thing of new Set(article.names.map(([number]) => things[number]))) thing.articles.push(article);
}

const other = (link, thing) => (link.from === thing ? link.to : link.from);
const neighbours = (thing) => new Set(thing.links.map((link) => other(link, thing)));

// what a thing lies in by one step; a division with a code lies in no division or zone that its code does not name
const WITHIN = ["locatedIn", "partOf", "involvesRegion"];
const codedIn = (code, above) => above.code !== "" && code.startsWith(above.code.replace(/(00)+$/, ""));
const lies = (thing, link) => link.from === thing && link.to !== thing && WITHIN.includes(link.predicate) && !(thing.code && link.to.type === "Region" && link.to.kind !== "EconomicRegion" && !codedIn(thing.code, link.to));
// the regions that a thing lies in, itself first, nearest first; a circle ends the walk
const regionsCache = new Map();
function regionsOf(thing) {
  if (!regionsCache.has(thing)) {
    const found = new Set([thing]);
    for (const one of found) for (const way of WITHIN) for (const link of one.links) if (link.predicate === way && lies(one, link)) found.add(link.to);
    regionsCache.set(thing, [...found].filter((one) => one.type === "Region"));
  }
  return regionsCache.get(thing);
}
// what it is part of comes first: the parent that a region is listed under
const parentOf = (region) => region.links.find((link) => link.predicate === "partOf" && link.to.type === "Region" && lies(region, link))?.to;
// the administrative division of a level that a thing lies in, or the nearest that the graph has; null where none is known
const DIGITS = { province: 2, city: 4, county: 6 };
const byCode = new Map(things.filter((one) => one.code).map((one) => [one.code, one]));
function divisionOf(thing, level) {
  const nearest = regionsOf(thing).find((one) => one.code);
  if (!nearest) return null;
  const wanted = DIGITS[level], lengths = [wanted, wanted - 2, wanted - 4, wanted + 2, 6].filter((digits) => digits > 0);
  return lengths.map((digits) => byCode.get(nearest.code.slice(0, digits).padEnd(6, "0"))).find(Boolean) ?? nearest;
}

// what the audit doubts about a thing
const findingsOf = (thing) => [...new Set([...thing.figures, ...thing.steps].flatMap((one) => one.findings))];

const industriesCache = new Map();
function industriesOf(thing) {
  if (!industriesCache.has(thing)) industriesCache.set(thing, foundIndustries(thing));
  return industriesCache.get(thing);
}
// its own; a project without any has those of what it is part of, or of who builds it
const targets = (thing, predicate) => thing.links.filter((link) => link.from === thing && link.predicate === predicate).map((link) => link.to);
function foundIndustries(thing) {
  if (thing.type === "Industry") return [thing];
  const ways = thing.type === "Project" ? [[thing], targets(thing, "partOf").filter((one) => one.type === "Project"), targets(thing, "developer")] : [[thing]];
  return ways.map((list) => [...new Set(list.flatMap((one) => targets(one, "industry")))]).find((list) => list.length) ?? [];
}

// things of which people are unsure whether they are one
const twinsOf = new Map();
for (const pair of data.possibly) for (const [one, twin] of [pair, [...pair].reverse()]) twinsOf.set(things[one], [...(twinsOf.get(things[one]) ?? []), things[twin]]);

// how projects stand by the rule of the board; its last line holds for those without dated steps
const lamps = data.lights.rule.map(([colour, zh, en]) => ({ colour, zh, en }));
const lampAt = new Map(data.lights.of.map(([thing, line]) => [things[thing], lamps[line]]));
const lampOf = (thing) => (thing.type === "Project" ? lampAt.get(thing) ?? lamps.at(-1) : undefined);

// sentences that were not understood, by the things named in them
const missedAt = new Map();
for (const article of articles) {
  for (const number of article.missed) {
    const { start, end } = evidence[number];
    for (const [thing, first] of article.names) {
      if (first < start || first >= end) continue;
      if (!missedAt.has(things[thing])) missedAt.set(things[thing], new Set());
      missedAt.get(things[thing]).add(number);
    }
  }
}

// statements of an article in the order of its text, each with the place that says it
let spokenIn = null;
function statementsIn(article) {
  if (!spokenIn) {
    spokenIn = new Map(articles.map((one) => [one, []]));
    for (const one of [...figures, ...steps, ...links]) for (const said of one.said) spokenIn.get(said.at.article).push({ one, said });
    for (const list of spokenIn.values()) list.sort((a, b) => a.said.at.start - b.said.at.start || a.said.at.end - b.said.at.end);
  }
  return spokenIn.get(article);
}
