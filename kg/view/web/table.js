// Everything as rows: sortable, and saved as CSV as it is shown.
const status = (one) => word("status", one.status);
const cited = (one) => one.said[0]?.at;
const TABLES = {
  things: () => [matching().list, [
    ["name", (t) => t.label, (t) => [dot(t.type), link(t)]], ["typeFilter", (t) => word("types", t.type)], ["regionFilter", (t) => regionsOf(t).find((r) => r !== t)?.label ?? ""],
    ["industryFilter", (t) => industriesOf(t).map((i) => i.label).join("、")], ["invested", (t) => investedIn(t), (t) => costOf(t) && el("span", { class: "value" }, amountOf(costOf(t)))],
    ["lastStep", (t) => lastStep(t)], ["links", (t) => t.links.length], ["figures", (t) => t.figures.length], ["articles", (t) => t.articles.length], ...(state.mark.includes("conflict") ? [["conflict", (t) => findingsOf(t).map((one) => one[state.lang]).join("\n")]] : [])]],
  figures: () => [matching().list.flatMap((t) => t.figures).filter(passes), [
    ["name", (f) => f.thing.label, (f) => [dot(f.thing.type), link(f.thing)]], ["indicator", (f) => f.indicator], ["amountHead", (f) => Number(f.value || f.lower || f.upper), (f) => [el("span", { class: "value", title: boundsOf(f) }, amountOf(f)), doubted(f)]],
    ["lower", (f) => f.lower], ["upper", (f) => f.upper], ["unit", (f) => f.unit],
    ["statusFilter", status, (f) => badge(f.status)], ["period", (f) => f.time, (f) => timeText(f.time)], ["sentence", (f) => cited(f)?.quote ?? ""], ["article", (f) => cited(f)?.article.title ?? ""]]],
  steps: () => [matching().list.flatMap((t) => t.steps).filter(passes), [
    ["name", (s) => s.thing.label, (s) => [dot(s.thing.type), link(s.thing)]], ["stageHead", (s) => word("stages", s.stage)], ["date", (s) => s.time, (s) => timeText(s.time)], ["statusFilter", status, (s) => badge(s.status)], ["sentence", (s) => cited(s)?.quote ?? ""], ["article", (s) => cited(s)?.article.title ?? ""]]],
  links: () => [links.filter((l) => matching().set.has(l.from) && matching().set.has(l.to) && (!state.status.length || state.status.includes(l.status))), [
    ["subject", (l) => l.from.label, (l) => [dot(l.from.type), link(l.from)]], ["relation", (l) => word("out", l.predicate)], ["object", (l) => l.to.label, (l) => [dot(l.to.type), link(l.to)]], ["statusFilter", status, (l) => badge(l.status)],
    ["sentence", (l) => cited(l)?.quote ?? say("byCode")], ["article", (l) => cited(l)?.article.title ?? ""]]],
};
const SAVED_ONLY = new Set(["lower", "upper", "unit"]); // the amount says them on the screen
function lastStep(thing) {
  const done = thing.steps.filter((step) => step.time).sort((a, b) => (a.time < b.time ? -1 : 1)).at(-1);
  return done ? `${done.time} ${word("stages", done.stage)}` : "";
}

function showTable(box) {
  const [rows, columns] = TABLES[state.table](), [by, down] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-")];
  const column = columns.find(([name]) => name === by), list = column ? sorted(rows, column[1], down) : rows;
  const seen = columns.filter(([name]) => !SAVED_ONLY.has(name));
  const tabs = Object.keys(TABLES).map((name) => button(say(name), () => go({ table: name, sort: "" }), { "aria-pressed": String(name === state.table) }));
  const head = ([name]) => el("th", { scope: "col", "aria-sort": by === name ? (down ? "descending" : "ascending") : undefined },
    button(say(name), () => go({ sort: by !== name ? name : down ? "" : "-" + name }, true), { class: "sort" }));
  const body = el("tbody");
  box.replaceChildren(el("div", { class: "page wide" }, el("div", { class: "bar" }, el("div", { class: "switch" }, ...tabs), el("span", { class: "hint", role: "status" }, say("rows", { n: plain(list.length) })),
    button(say("csv"), () => saved(`${state.table}.csv`, csv([columns.map(([name]) => say(name)), ...list.map((row) => columns.map(([, value]) => value(row)))])))),
  list.length ? el("div", { class: "scroll" }, el("table", { class: "sheet" }, el("thead", {}, el("tr", {}, ...seen.map(head))), body)) : empty(filtered() ? "nothing" : "noRows")));
  unrolled(body, list, (row) => el("tr", {}, ...seen.map(([name, value, show]) => el("td", { class: typeof value(row) === "number" && "number", "data-column": name }, (show ?? value)(row)))));
}
const collator = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });
function sorted(rows, value, down) {
  const keyed = rows.map((row) => [value(row), row]), hollow = (key) => key === "" || Number.isNaN(key);
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
  keyed.sort(([a], [b]) => hollow(a) - hollow(b) || (down ? compare(b, a) : compare(a, b)));
  return keyed.map(([, row]) => row);
}
