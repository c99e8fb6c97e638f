const STRAY = [0.2, 0.03]; // share of early and of late times that may lie beyond the axis, at its edge, where they would stretch it much
// Milestones on one axis: a row for each thing, a mark for each dated step, as precise as the text.
function showTimeline(box) {
  const rows = matching().list.map((thing) => [thing, thing.steps.filter((step) => step.time && passes(step))]).filter(([, list]) => list.length).map(([thing, list]) => [thing, list, latest(list)]);
  if (!rows.length) return box.replaceChildren(empty(filtered() ? "nothing" : "noSteps"));
  rows.sort((a, b) => b[2] - a[2] || a[0].rank - b[0].rank);
  const days = rows.flatMap(([, list]) => list.flatMap((step) => [yearOf(step.time), yearOf(step.time, 1)])).sort((a, b) => a - b);
  const [first, last] = spanned(days);
  const axis = { first, last, at: (year) => Math.min(100, Math.max(0, ((year - first) / Math.max(last - first, 1)) * 100)) };
  const lanes = el("div", { class: "lanes" }, axisRow(axis));
  box.replaceChildren(el("div", { class: "page wide" }, el("div", { class: "bar" }, el("h2", {}, say("timeline")), el("span", { class: "hint", role: "status" }, say("lanes", { n: plain(rows.length), m: plain(rows.reduce((sum, [, list]) => sum + list.length, 0)) })), key()), lanes));
  unrolled(lanes, rows, ([thing, list]) => lane(thing, list, axis));
}
function spanned(days) {
  const [whole, most] = [[0, 0], STRAY].map((shares) => shares.map((share) => Math.floor(share * days.length))).map(([early, late]) => [Math.floor(days[early]), Math.ceil(days.at(-1 - late))]);
  return whole[1] - whole[0] > 1.6 * (most[1] - most[0]) ? most : whole;
}
const latest = (list) => Math.max(...list.map((step) => dayOf(step.time.split("/").at(-1), 1)));
// a time as a fraction of years: 2022-07 is 2022.5
function yearOf(time, end = 0) {
  const day = dayOf(time.split("/").at(end ? -1 : 0), end);
  return Math.floor(day / 10000) + (Math.floor(day / 100) % 100 - 1) / 12 + ((day % 100) - 1 + end) / 372;
}
function axisRow({ first, last, at }) {
  const every = Math.max(1, Math.ceil((last - first) / 10)), years = [];
  for (let year = first; year <= last; year += every) years.push(el("span", { style: { left: at(year) + "%" } }, year));
  return el("div", { class: "lane axis", "aria-hidden": "true" }, el("span"), el("div", { class: "track" }, ...years));
}
const key = () => el("span", { class: "hint key" }, ...data.statuses.map((one) => el("span", { class: "stone " + one }, word("status", one))));
function lane(thing, list, { at, first, last }) {
  const ordered = [...list].sort((a, b) => dayOf(a.time.split("/")[0], 0) - dayOf(b.time.split("/")[0], 0));
  let free = [-100, -100, -100];
  const stones = ordered.flatMap((step) => {
    const left = at(yearOf(step.time)), right = at(yearOf(step.time, 1)), wide = Math.max(right - left, 0), line = Math.max(0, free.findIndex((end) => end + 1 < left));
    free[line] = left + (narrow.matches ? 24 : 9); // room for a step's name
    const text = `${word("stages", step.stage)} ${timeText(step.time)}`;
    const place = { left: left + "%", "--line": String(line) };
    const beyond = yearOf(step.time, 1) < first ? " before" : yearOf(step.time) > last ? " after" : "";
    return [wide > 2 && el("i", { class: step.status, style: { ...place, width: wide.toFixed(2) + "%" } }), el("button", { type: "button", class: "stone " + step.status + beyond, style: place, title: text + " · " + word("status", step.status), click: () => go({ thing: thing.id, link: "" }) }, el("b", {}, word("stages", step.stage)), el("small", {}, timeText(step.time)))];
  });
  const lines = free.filter((end) => end > -100).length;
  return el("div", { class: "lane", style: { "--lines": String(Math.max(lines, 1)) } }, el("span", { class: "who" }, dot(thing.type), el("span", {}, link(thing), el("small", {}, contextOf(thing)))), el("div", { class: "track" }, ...stones));
}
