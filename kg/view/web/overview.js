// The whole at a glance: figures, and regions by industries with counts and money; a click leads inside.
const COLUMNS = 8;
const openRegions = new Set();

function showOverview(box) {
  if (!things.length) return box.replaceChildren(empty("empty"));
  const { list } = matching();
  const head = el("div", { class: "page" }, el("h2", { class: "headline" }, visible(data.title || say("title"))), lead(), tiles(list));
  box.replaceChildren(head);
  head.append(list.length ? matrix(list) : empty("nothing"), tops(list));
}
function lead() {
  const dates = articles.map((one) => one.issued).filter(Boolean).sort();
  return el("p", { class: "lead" }, say("lead", { n: plain(articles.length), a: dates[0] ?? "…", b: dates.at(-1) ?? "…" }));
}
function tiles(list) {
  const set = new Set(list), doubtful = list.filter((thing) => findingsOf(thing).length).length;
  const rows = [["things", list.length, { view: "table", table: "things" }], ["links", links.filter((one) => set.has(one.from) && set.has(one.to)).length, { view: "table", table: "links" }],
    ["figures", list.reduce((sum, one) => sum + one.figures.length, 0), { view: "table", table: "figures" }], ["steps", list.reduce((sum, one) => sum + one.steps.length, 0), { view: "timeline" }],
    ["missed", articles.reduce((sum, one) => sum + one.missed.length, 0), { view: "reader" }]];
  if (doubtful) rows.push(["doubtful", doubtful, { mark: ["conflict"], view: "table" }]);
  return el("div", { class: "tiles" }, ...rows.map(([name, count, to]) => el("button", { type: "button", click: () => go(to) }, el("strong", {}, plain(count)), el("span", {}, say(name)))));
}

// projects and enterprises by region and by industry; what is in none of the shown columns stands in the last
function counted(list) {
  const placed = list.filter((one) => one.type === "Project" || one.type === "Enterprise"), byIndustry = new Map(), within = new Map(), wanted = new Map();
  for (const one of [...placed, ...list.filter((one) => one.type === "Region")]) for (const industry of industriesOf(one)) byIndustry.set(industry, (byIndustry.get(industry) ?? 0) + 1);
  const first = [...byIndustry].sort((a, b) => b[1] - a[1] || a[0].rank - b[0].rank).slice(0, COLUMNS).map(([industry]) => industry);
  const columns = [...first, { id: "", label: say("noIndustry") }];
  for (const one of placed) for (const region of regionsOf(one)) within.has(region) ? within.get(region).push(one) : within.set(region, [one]);
  // industries that a region, or one within it, is said to have
  for (const one of list) if (one.type === "Region") for (const region of regionsOf(one)) for (const industry of industriesOf(one)) wanted.set(region, (wanted.get(region) ?? new Set()).add(industry));
  for (const region of wanted.keys()) if (!within.has(region)) within.set(region, []);
  return { columns, within, wanted };
}
function byColumn(list, columns) {
  const found = columns.map(() => []);
  for (const one of list) {
    const at = industriesOf(one).map((industry) => columns.indexOf(industry)).filter((n) => n >= 0);
    for (const n of at.length ? at : [columns.length - 1]) found[n].push(one);
  }
  return found;
}
function matrix(list) {
  const table = counted(list), { columns, within } = table, known = new Set(within.keys()), rows = regionRows(within, known);
  if (!rows.length) return el("p", { class: "hint" }, say("noMatrix"));
  const cells = new Map(rows.map((region) => [region, byColumn(within.get(region), columns)]));
  const most = Math.max(1, ...[...cells.values()].flatMap((row) => row.map((found) => found.length)));
  const head = (one) => el("th", { scope: "col" }, one.id ? link(one, { title: one.label }) : one.label);
  return el("section", { class: "matrix" }, el("h3", {}, say("matrix")), el("p", { class: "hint" }, say("matrixHint")), el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("regionFilter")), ...columns.map(head), ...["all2", "invested"].map((name) => el("th", { scope: "col", class: "sum" }, say(name))))),
    el("tbody", {}, ...rows.map((region) => matrixRow(region, cells.get(region), { ...table, known, most }))))));
}
// the regions that lie in no other one, with those below them where they are unfolded
function regionRows(within, known) {
  const rows = [];
  const order = (list) => list.sort((a, b) => within.get(b).length - within.get(a).length || a.rank - b.rank);
  const walk = (list, seen) => { for (const one of order(list)) if (!seen.has(one)) { rows.push(one); seen.add(one); if (openRegions.has(one)) walk(below(one, known), seen); } };
  walk([...known].filter((one) => !regionsOf(one).some((above) => above !== one && known.has(above))), new Set());
  return rows.slice(0, 80);
}
const below = (region, known) => region.links.filter((link) => link.to === region && link.from.type === "Region" && known.has(link.from) && link.predicate !== "involvesRegion" && lies(link.from, link)).map((link) => link.from);
function matrixRow(region, row, { columns, within, wanted, known, most }) {
  const all = within.get(region), inner = below(region, known), open = openRegions.has(region), depth = regionsOf(region).filter((one) => one !== region && openRegions.has(one)).length;
  const unfold = () => { open ? openRegions.delete(region) : openRegions.add(region); showOverview($("view")); };
  const cell = (column, n) => {
    const found = row[n], yuan = invested(found), said = !found.length && wanted.get(region)?.has(column);
    const to = () => go({ view: "graph", region: [region.id], industry: column.id ? [column.id] : [], around: "", thing: column.id ? "" : region.id });
    if (said) return el("td", {}, el("button", { type: "button", class: "cell said", click: to }, say("said")));
    return el("td", {}, found.length > 0 && el("button", { type: "button", class: "cell", style: { "--share": (0.1 + 0.9 * Math.sqrt(found.length / most)).toFixed(3) }, title: say("cell", { n: found.length, region: region.label, industry: column.label }), click: to }, el("b", {}, plain(found.length)), yuan > 0 && el("small", {}, "≥" + money(yuan))));
  };
  return el("tr", {}, el("th", { scope: "row", style: { "padding-left": `${depth * 16}px` } },
    inner.length > 0 ? button(open ? "−" : "+", unfold, { class: "unfold", "aria-expanded": String(open), "aria-label": say("inner", { region: region.label }) }) : el("span", { class: "unfold" }), link(region)),
    ...columns.map(cell), el("td", { class: "sum" }, plain(all.length)), el("td", { class: "sum" }, invested(all) > 0 && "≥ " + money(invested(all))));
}

function tops(list) {
  const box = el("div", { class: "tops" });
  for (const type of ["Region", "Project", "Enterprise", "Policy"]) {
    const first = list.filter((thing) => thing.type === type && thing.mentions).slice(0, 7);
    if (first.length) box.append(el("section", {}, el("h3", {}, say("top", { type: word("types", type) })), el("ol", {}, ...first.map((thing) => el("li", {}, dot(type), link(thing), el("small", {}, say("degree", { n: thing.links.length })))))));
  }
  return box;
}
const empty = (key) => el("div", { class: "empty" }, el("p", {}, say(key)), filtered() && button(say("reset"), () => go(without())));
