// Investment, progress and indicators as bars; every bar leads to what it counts.
const DEAREST = 15; // projects shown by themselves
const SHOW_CHART = { investment: investmentCharts, progress: progressCharts, indicator: indicatorCharts };

function showCharts(box) {
  const tabs = CHARTS.map((name) => button(say(name + "Chart"), () => go({ chart: name }), { "aria-pressed": String(name === state.chart) }));
  const found = SHOW_CHART[state.chart](matching().list);
  box.replaceChildren(el("div", { class: "page wide" }, el("div", { class: "bar" }, el("div", { class: "switch" }, ...tabs), ...(found?.tools ?? [])), ...(found ? found.body : [empty(filtered() ? "nothing" : "noRows")])));
}
const charted = (title, hint, ...rest) => el("section", { class: "chart" }, el("h3", {}, title), hint && el("p", { class: "hint" }, hint), ...rest);
const yuan = (amount) => money(amount) + (state.lang === "zh" ? word("units", "CNY") : " CNY");

function investmentCharts(list) {
  const projects = wholes(list).sort((a, b) => investedIn(b) - investedIn(a) || a.rank - b.rank);
  if (!projects.length) return null;
  const top = projects.slice(0, DEAREST), kinds = new Set(projects.map((one) => costOf(one).comparator));
  const rows = top.map((one) => ({ who: [lampOf(one) && lamp(lampOf(one).colour), link(one)], note: regionsOf(one)[0]?.label, parts: reach(costOf(one), () => go({ thing: one.id, link: "" })), said: [el("span", { class: "value" }, amountOf(costOf(one)))] }));
  const regions = grouped(projects, (one) => [placeOf(one)]), industries = grouped(projects, (one) => industriesOf(one));
  return { tools: [levels(), barKey(kinds)], body: [el("div", { class: "charts" },
    charted(say("byRegion"), say("sumHint"), barRows(regions.map((one) => sumRow(one, one.group && { region: [one.group.id] })))),
    charted(say("byIndustry"), say("manyHint"), barRows(industries.map((one) => sumRow(one, one.group && { industry: [one.group.id] }))))),
  charted(say("dearest", { n: plain(top.length) }), "", barRows(rows))] };
}
// the division that a project counts for, else the nearest region
const placeOf = (one) => divisionOf(one, state.level) ?? regionsOf(one)[0];
// projects by group, with their sums by how certain the amounts are; what has no group comes last
function grouped(projects, groupsOf) {
  const found = new Map();
  for (const one of projects) {
    const groups = groupsOf(one).filter(Boolean);
    for (const group of groups.length ? groups : [null]) found.set(group, [...(found.get(group) ?? []), one]);
  }
  const rows = [...found].map(([group, inside]) => ({ group, inside, all: inside.reduce((sum, one) => sum + investedIn(one), 0) }));
  return rows.sort((a, b) => (a.group === null) - (b.group === null) || b.all - a.all || (a.group?.rank ?? 0) - (b.group?.rank ?? 0));
}
function sumRow({ group, inside, all }, filter) {
  let from = 0;
  const parts = KINDS_OF_BARS.flatMap((kind) => {
    const sum = inside.filter((one) => (costOf(one).comparator || "exactly") === kind).reduce((total, one) => total + investedIn(one), 0), part = { from, to: from + sum, kind, title: `${word("bounds", kind)} ${yuan(sum)}`, click: filter && (() => go({ ...filter, view: "graph", type: ["Project"] })) };
    from += sum;
    return sum ? [part] : [];
  });
  const kinds = new Set(inside.map((one) => costOf(one).comparator)), sign = (["atLeast", "between"].some((kind) => kinds.has(kind)) ? "≥ " : "") + (kinds.has("approximately") ? word("comparators", "approximately") : "");
  return { who: group ? [dot(group.type), link(group)] : [say("noneNamed")], note: say("projects", { n: plain(inside.length) }), parts, said: [el("span", { class: "value" }, sign + yuan(all))] };
}

function progressCharts(list) {
  const projects = list.filter((one) => lampOf(one)), colours = [...new Set(lamps.map((one) => one.colour))];
  if (!projects.length) return null;
  const moving = projects.filter((one) => lampAt.has(one)), rows = grouped(moving, (one) => [placeOf(one)]).sort((a, b) => (a.group === null) - (b.group === null) || b.inside.length - a.inside.length);
  const rule = el("ul", { class: "plain rule" }, ...lamps.map((one) => el("li", {}, el("span", {}, lamp(one.colour), one[state.lang]), el("small", {}, plain(projects.filter((project) => lampOf(project) === one).length)))));
  const stages = data.order.map((stage) => [stage, projects.filter((one) => lastDone(one)?.stage === stage).length]).filter(([, n]) => n);
  return { tools: [levels(), el("span", { class: "hint" }, say("asOf", { day: data.lights.day }))], body: [el("div", { class: "charts" },
    charted(say("lightsByRegion"), say("lightsHint", { n: plain(projects.length - moving.length) }), barRows(rows.map((row) => lightRow(row, colours)))),
    stages.length > 0 && charted(say("lastStages"), "", barRows(stages.map(([stage, n]) => ({ who: [word("stages", stage)], parts: [{ to: n, kind: "actual", title: say("projects", { n }), click: () => go({ stage: [stage] }) }], said: [plain(n)] })))), charted(say("rule"), "", rule)),
  charted(say("lightsByProject"), "", lightList(moving, colours))] };
}
const lastDone = (thing) => thing.steps.filter((step) => step.time && step.status === "actual").sort((a, b) => (a.time < b.time ? -1 : 1)).at(-1);
function lightRow({ group: region, inside }, colours) {
  let from = 0;
  const parts = colours.flatMap((colour) => {
    const count = inside.filter((one) => lampOf(one).colour === colour).length, part = { from, to: from + count, kind: "light " + colour, title: `${word("colours", colour)} ${count}`, click: region && (() => go({ light: [colour], region: [region.id] })) };
    from += count;
    return count ? [part] : [];
  });
  return { who: region ? [dot("Region"), link(region)] : [say("noneNamed")], parts, said: [plain(inside.length)] };
}
function lightList(moving, colours) {
  const rows = [...moving].sort((a, b) => colours.indexOf(lampOf(a).colour) - colours.indexOf(lampOf(b).colour) || a.rank - b.rank), step = (one) => one && `${word("stages", one.stage)} ${timeText(one.time)}`;
  const plans = (thing) => thing.steps.filter((one) => one.time && one.status !== "actual" && !(one.time < (lastDone(thing)?.time ?? ""))).sort((a, b) => (a.time < b.time ? -1 : 1)).map(step).join("、");
  const row = (one) => el("tr", {}, el("td", {}, lamp(lampOf(one).colour), link(one)), el("td", {}, regionsOf(one)[0]?.label), el("td", {}, step(lastDone(one))), el("td", {}, plans(one)), el("td", {}, lampOf(one)[state.lang]));
  return el("div", { class: "scroll" }, el("table", { class: "sheet" }, el("thead", {}, el("tr", {}, ...["name", "regionFilter", "lastStep", "nextSteps", "why"].map((name) => el("th", { scope: "col" }, say(name))))), unrolled(el("tbody"), rows, row)));
}

// one indicator: whose values there are, by time, actual beside planned
function indicatorCharts(list) {
  const all = new Map();
  for (const figure of list.flatMap((thing) => thing.figures).filter(passes)) if (figure.unit !== "名") all.set(figure.indicator, [...(all.get(figure.indicator) ?? []), figure]);
  const names = [...all].sort((a, b) => b[1].length - a[1].length || collator.compare(a[0], b[0])).slice(0, 400);
  if (!names.length) return null;
  const name = all.has(state.indicator) ? state.indicator : names[0][0];
  const choice = el("select", { "aria-label": say("indicator"), change: (event) => go({ indicator: event.target.value }, true) }, ...names.map(([one, rows]) => el("option", { value: one, selected: one === name }, `${one} (${rows.length})`)));
  const units = new Map();
  for (const figure of all.get(name)) units.set(figure.unit, [...(units.get(figure.unit) ?? []), figure]);
  const kinds = new Set(all.get(name).map((one) => one.comparator));
  return { tools: [el("label", { class: "hint" }, say("indicator") + " ", choice), key(), barKey(kinds)], body: [...units].sort((a, b) => b[1].length - a[1].length).map(([unit, rows]) => charted(`${name}${say("inUnit", { unit: word("units", unit) })}`, "", indicatorBars(rows))) };
}
function indicatorBars(rows) {
  const first = new Map();
  for (const one of rows) first.set(one.thing, Math.max(first.get(one.thing) ?? 0, valueOf(one)));
  rows.sort((a, b) => first.get(b.thing) - first.get(a.thing) || a.thing.rank - b.thing.rank || (a.time < b.time ? -1 : 1));
  return barRows(rows.map((one, n) => ({
    who: rows[n - 1]?.thing === one.thing ? [el("span", { class: "again" })] : [dot(one.thing.type), link(one.thing)], note: timeText(one.time) || (cited(one) && shortened(cited(one).quote)),
    parts: reach(one, () => go({ thing: one.thing.id, link: "" })).map((part) => ({ ...part, kind: `${part.kind} ${one.status}` })), said: [el("span", { class: "value" }, amountOf(one)), badge(one.status), doubted(one)],
  })));
}
