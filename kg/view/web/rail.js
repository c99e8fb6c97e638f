// The filters beside the view.
const SHORT = 10; // values of a filter that are shown before "more"
const LONG = 30; // values of an unfolded filter from which on they can be searched
const unfolded = new Set(), opened = new Map();

function rail() {
  const box = el("div", {}, el("div", { class: "rail-head" }, el("h2", {}, say("filters")), filtered() && button(say("reset"), () => go(without()), { class: "quiet" })));
  box.append(
    facet("type", (value) => [dot(value), word("types", value)], Object.keys(words.zh.types)),
    facet("region", (value) => [byId.get(value).label], null, depthOf),
    facet("industry", (value) => [byId.get(value).label]),
    facet("status", (value) => [word("status", value)], data.statuses),
    facet("stage", (value) => [word("stages", value)], data.order),
    facet("light", (value) => [lamp(value), word("colours", value)], [...new Set(lamps.map((one) => one.colour))]),
    amounts(), times(),
    facet("source", (value) => [articleById.get(value).title || value]),
    facet("ground", (value) => [word("grounds", value)], ["several", ...data.grounds]),
    facet("mark", (value) => [word("marks", value)], ["conflict", "missed", "twin"]),
  );
  return box;
}

// what is folded is not counted: in a large graph that takes its time
const isOpen = (name) => opened.get(name) ?? (["type", "region"].includes(name) || (state[name]?.length ?? 0) > 0);
function section(name, fill) {
  const open = isOpen(name), turn = (event) => { event.preventDefault(); opened.set(name, !open); showRail(); $("rail").querySelector(`[data-facet="${name}"] summary`).focus(); };
  return el("details", { class: "facet", "data-facet": name, open }, el("summary", { click: turn }, say(name + "Filter")), open ? fill() : []);
}

const facet = (name, ...how) => section(name, () => values(name, ...how));
function values(name, label, order = null, depth = null) {
  const counts = countsOf(name);
  for (const value of state[name]) if (!counts.has(value)) counts.set(value, 0);
  let list = order ? order.filter((value) => counts.has(value)) : [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
  if (depth) list = asTree(list);
  if (!list.length) return [el("p", { class: "hint" }, say("noValues"))];
  const all = unfolded.has(name) || list.length <= SHORT + 2;
  const shown = list.filter((value, n) => all || n < SHORT || state[name].includes(value));
  const row = (value) => {
    const box = el("input", { type: "checkbox", change: () => go({ [name]: box.checked ? [...state[name], value] : state[name].filter((one) => one !== value) }) });
    box.checked = state[name].includes(value);
    return el("label", { "data-value": value, style: depth ? { "padding-left": `${Math.min(depth(value), 4) * 14}px` } : {} }, box, el("span", {}, ...label(value)), el("small", {}, plain(counts.get(value))));
  };
  const more = () => { unfolded.has(name) ? unfolded.delete(name) : unfolded.add(name); showRail(); };
  const narrow = (event) => { for (const one of event.target.parentElement.querySelectorAll("label")) one.hidden = !folded(one.textContent).includes(folded(event.target.value)); };
  const search = all && list.length > LONG && el("input", { type: "search", class: "narrow", placeholder: say("narrow"), "aria-label": say("narrow"), input: narrow });
  return [search, ...shown.map(row), list.length > SHORT + 2 && button(all ? say("less") : say("allValues", { n: plain(list.length) }), more, { class: "quiet" })];
}

const depthOf = (id) => { let depth = 0; for (let at = parentOf(byId.get(id)); at && depth < 5; at = parentOf(at)) depth += 1; return depth; };
// regions under what they are part of, siblings in the order given
function asTree(values) {
  const children = new Map(), known = new Set(values);
  for (const value of values) {
    const above = parentOf(byId.get(value))?.id;
    const key = known.has(above) ? above : "";
    children.set(key, [...(children.get(key) ?? []), value]);
  }
  const found = new Set();
  const walk = (key) => (children.get(key) ?? []).forEach((value) => { if (!found.has(value)) { found.add(value); walk(value); } });
  walk("");
  return [...found, ...values.filter((value) => !found.has(value))];
}

function amounts() {
  const field = (name) => el("input", { type: "number", min: "0", step: "any", inputmode: "decimal", value: state[name], "aria-label": say(name), placeholder: say(name), change: (event) => go({ [name]: event.target.value }) });
  return section("amount", () => el("div", { class: "between" }, field("min"), "–", field("max"), el("span", {}, say("amountUnit"))));
}

// Months from the first to the last that facts speak of; bars say how many there are in each.
let span = null;
function spanOfTime() {
  if (span) return span;
  const months = [...figures, ...steps].filter((one) => one.time).map((one) => monthOf(one.time)).filter(Number.isFinite).sort((a, b) => a - b);
  const [first, last] = [months[0], months.at(-1)];
  return (span = { months, first, last });
}
const times = () => section("time", slidersOfTime);
function slidersOfTime() {
  const { months, first, last } = spanOfTime();
  if (!months.length || first === last) return el("p", { class: "hint" }, say("noValues"));
  const bins = new Array(48).fill(0), wide = (last - first + 1) / bins.length;
  for (const month of months) bins[Math.floor((month - first) / wide)] += 1;
  const high = Math.max(...bins), from = state.from ? monthOf(state.from) : first, to = state.to ? monthOf(state.to) : last;
  const bars = bins.map((n, i) => drawn("rect", { x: i * 4, width: 3, y: 30 - 28 * Math.sqrt(n / high), height: 28 * Math.sqrt(n / high), class: first + (i + 1) * wide > from && first + i * wide <= to ? "in" : "out" }));
  const label = el("output", {}, `${monthText(from)} – ${monthText(to)}`);
  const slider = (name, at) => {
    const input = el("input", { type: "range", min: first, max: last, value: at, "aria-label": say(name), "aria-valuetext": monthText(at) });
    const both = () => [...input.parentElement.querySelectorAll("input")].map((one) => Number(one.value)).sort((a, b) => a - b);
    input.addEventListener("input", () => { const [a, b] = both(); label.value = `${monthText(a)} – ${monthText(b)}`; });
    input.addEventListener("change", () => { const [a, b] = both(); go({ from: a > first ? monthText(a) : "", to: b < last ? monthText(b) : "" }); });
    return input;
  };
  return [drawn("svg", { viewBox: "0 0 192 30", preserveAspectRatio: "none", class: "bars", "aria-hidden": "true" }, ...bars), el("div", { class: "sliders" }, slider("from", from), slider("to", to)), label];
}
