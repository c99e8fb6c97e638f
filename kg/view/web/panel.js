// What is known of the thing or link that was chosen.
const NEAREST = 8; // projects of a region that its panel shows
const OPEN = 2; // facts of each kind whose sentences are shown at once
const heading = (text, count) => el("h3", {}, text, count !== undefined && el("span", {}, " " + plain(count)));
const closing = () => button("×", () => go({ thing: "", link: "" }), { class: "close", "aria-label": say("back"), title: say("back") });

function panel() {
  if (state.thing) return ofThing(byId.get(state.thing));
  if (state.link) return ofLink(links[state.link]);
  if (state.view === "reader" && readArticle()) return ofArticle(readArticle());
  return null;
}

function ofThing(thing) {
  const lit = lampOf(thing), about = [word("types", thing.type), thing.kind && word("kinds", thing.kind), thing.code, thing.mentions && say("mentions", { n: thing.mentions })];
  const where = regionsOf(thing).filter((one) => one !== thing).slice(0, 3);
  const missed = [...(missedAt.get(thing) ?? [])].map((number) => evidence[number]);
  return el("div", {}, closing(), el("p", { class: "kind" }, dot(thing.type), about.filter(Boolean).join(" · ")), el("h2", { tabindex: "-1" }, thing.label),
    thing.aliases.length > 0 && el("p", { class: "aliases" }, say("aliases") + " " + thing.aliases.join("、")),
    where.length > 0 && el("p", { class: "where" }, ...where.flatMap((one, n) => [n > 0 && " › ", link(one)])),
    lit && lampAt.has(thing) && el("p", { class: "where" }, lamp(lit.colour), lit[state.lang], el("small", {}, " " + say("asOf", { day: data.lights.day }))),
    el("p", { class: "tools" }, button(say("around"), () => go({ view: "graph", around: thing.id, thing: thing.id })),
      button(say("turtle"), (event) => copied(turtle(thing), event.currentTarget)), button(say("sparql"), (event) => copied(sparql(thing), event.currentTarget)),
      button(say("unfold"), unfoldAll)),
    ...twins(thing), ...doubts(thing, missed), ...projectsIn(thing), ...facts("figure", thing.figures), ...facts("step", thing.steps), ...relations(thing), ...named(thing),
    missed.length > 0 && el("section", { class: "missed" }, heading(say("missedHead"), missed.length), ...missed.map((at) => sentence(at, spans(at.quote, namesOf(thing))))));
}
const twins = (thing) => (twinsOf.get(thing) ?? []).map((twin) => el("p", { class: "doubt soft" }, say("perhaps") + " ", dot(twin.type), link(twin)));
// the projects of a region and of what lies in it, the dearest first
function projectsIn(region) {
  if (region.type !== "Region") return [];
  const inside = things.filter((one) => one.type === "Project" && regionsOf(one).includes(region)).sort((a, b) => investedIn(b) - investedIn(a) || a.rank - b.rank);
  if (!inside.length) return [];
  const row = (one) => el("li", {}, el("span", {}, dot("Project"), link(one)), el("small", {}, [costOf(one) && amountOf(costOf(one)), lastStep(one)].filter(Boolean).join(" · ")));
  const more = inside.length > NEAREST && button(say("allProjects", { n: plain(inside.length) }), () => go({ ...without(), view: "table", table: "things", type: ["Project"], region: [region.id] }), { class: "quiet" });
  return [heading(say("projectsHere"), inside.length), el("ul", { class: "plain" }, ...inside.slice(0, NEAREST).map(row)), more];
}
function doubts(thing, missed) {
  const first = findingsOf(thing).sort((a, b) => (a.severity < b.severity ? 1 : -1)).slice(0, 4);
  return [...first.map(finding), missed.length > 0 && el("p", { class: "doubt soft" }, say("missedHere", { n: missed.length }))];
}
const finding = (one) => el("p", { class: one.severity === "error" ? "doubt" : "doubt soft" }, one[state.lang], one.arithmetic && el("small", {}, " " + one.arithmetic));
const doubted = (one) => one.findings?.length > 0 && el("span", { class: "mark", title: one.findings.map((found) => found[state.lang]).join("\n") }, say("conflict"));
function unfoldAll(event) {
  const rows = [...$("panel").querySelectorAll("tbody")], fold = rows.every((row) => row.dataset.open);
  for (const row of rows) if (Boolean(row.dataset.open) === fold) row.querySelector("button").click();
  event.currentTarget.textContent = say(fold ? "unfold" : "fold");
}

function facts(kind, list) {
  if (!list.length) return [];
  const columns = kind === "figure" ? ["indicator", "amountHead", "status", "period"] : ["stageHead", "date", "status"];
  const ordered = kind === "step" ? [...list].sort((a, b) => (a.time < b.time ? -1 : 1)) : list;
  return [heading(say(kind), list.length), el("table", { class: "facts" }, el("thead", {}, el("tr", {}, ...columns.map((name) => el("th", { scope: "col" }, name === "status" ? say("statusFilter") : say(name))))),
    ...ordered.map((one, n) => row(one, cells(one), n < OPEN)))];
}
const cells = (one) => (one.kind === "figure"
  ? [one.indicator, el("span", { class: "value", title: boundsOf(one) }, amountOf(one)), badge(one.status), timeText(one.time)]
  : [word("stages", one.stage), el("span", { class: "value" }, timeText(one.time)), badge(one.status)]);
// a fact, and below it, when asked for, what the articles say
function row(one, [first, ...rest], open = false) {
  const body = el("tbody", { class: one.findings?.length > 0 && "conflict" });
  const head = button(first, () => toggle(), { class: "fold", "aria-expanded": "false" });
  const own = data.independent[one.said[0]?.id], count = own ? say("independent", { n: own }) : "";
  const marks = [doubted(one), one.said.length > 1 && el("small", {}, say("times", { n: one.said.length }) + count)];
  body.append(el("tr", {}, el("th", { scope: "row" }, head, ...marks), ...rest.map((cell) => el("td", {}, cell))));
  function toggle() {
    if (body.dataset.open) { body.lastChild.remove(); delete body.dataset.open; }
    else { body.append(el("tr", { class: "proof" }, el("td", { colspan: rest.length + 1 }, bounds(one), ...(one.findings ?? []).map(finding), ...proof(one)))); body.dataset.open = "yes"; }
    head.setAttribute("aria-expanded", String(Boolean(body.dataset.open)));
  }
  if (open) toggle();
  return body;
}
function bounds(one) {
  const parts = [one.kind === "figure" && boundsOf(one), one.ground && say("found", { how: word("grounds", one.ground) })].filter(Boolean);
  return parts.length > 0 && el("p", { class: "bounds" }, parts.join(" · "));
}

function relations(thing) {
  if (!thing.links.length) return [];
  const groups = new Map();
  for (const one of thing.links) {
    const key = (one.from === thing ? "out " : "in ") + one.predicate;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const table = ([key, list]) => [el("h4", {}, word(...key.split(" "))), el("table", { class: "facts links" }, ...list.slice(0, 60).map((one) => linkRow(one, other(one, thing)))), list.length > 60 && el("p", { class: "hint" }, say("andMore", { n: plain(list.length - 60) }))];
  return [heading(say("relations"), thing.links.length), ...[...groups].sort((a, b) => (a[0] < b[0] ? 1 : -1)).flatMap(table)];
}
function linkRow(one, thing) {
  const body = row({ ...one, kind: "link", ground: one.grounds[0] }, [say("sentence"), one.status !== "actual" && badge(one.status)]);
  const head = body.querySelector("th");
  head.prepend(dot(thing.type), link(thing));
  return body;
}
const named = (thing) => (thing.articles.length ? [heading(say("articles"), thing.articles.length), el("ul", { class: "plain" }, ...thing.articles.slice(0, 40).map((article) => el("li", {},
  button(article.title || say("untitled"), () => go({ view: "reader", article: article.id, thing: "", link: "" }), { class: "link" }), el("small", {}, article.issued))))] : []);

function ofLink(one) {
  return el("div", {}, closing(), el("p", { class: "kind" }, say("relation"), badge(one.status)),
    el("h2", { class: "joined", tabindex: "-1" }, dot(one.from.type), link(one.from), el("small", {}, word("out", one.predicate)), dot(one.to.type), link(one.to)),
    bounds({ ...one, ground: one.grounds[0] }), ...proof(one));
}
