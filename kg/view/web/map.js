// Where projects stand: a circle at the seat of each division, on the land as the seats of all divisions draw it.
const TALLEST = 22; // pixels of the largest circle's radius
const ROOM = 70; // pixels kept free at the edges of what is shown at the start
const land = Array.from({ length: data.land.length / 2 }, (_, n) => data.land.slice(2 * n, 2 * n + 2));
let camera = null; // the map's middle and pixels a step, once somebody moved it; null shows all circles
let mapped = { key: "", svg: null, rows: [] };

function showMap(box) {
  const key = [state.level, state.lang, matching().key].join(" ");
  if (mapped.key === key && box.contains(mapped.svg)) return pickedSpot();
  const { rows, lost } = stands(matching().list);
  if (!rows.length) return box.replaceChildren(empty(filtered() ? "nothing" : "noMap"));
  const svg = drawn("svg", { class: "map", role: "group", "aria-label": say("mapHint") });
  const zoom = (by) => () => look({ ...seen(), scale: seen().scale * by });
  const tools = [button("+", zoom(1.5), { "aria-label": say("closer") }), button("−", zoom(1 / 1.5), { "aria-label": say("further") }), button(say("fit"), () => look(null)), button(say("land"), () => look(framed(land)))];
  box.replaceChildren(svg, el("div", { id: "tools" }, levels(), ...tools), mapLegend(rows, lost));
  mapped = { key, svg, rows };
  paintMap();
  movable(svg);
}
const seen = () => camera ?? framed(mapped.rows.map((one) => one.seat));
function look(there) {
  camera = there;
  paintMap();
}
function paintMap() {
  const { svg, rows } = mapped;
  svg.setAttribute("viewBox", `0 0 ${svg.clientWidth} ${svg.clientHeight}`); // paper scales what the screen showed
  svg.replaceChildren(...painted(rows, svg));
}
const pickedSpot = () => { for (const spot of mapped.svg.querySelectorAll(".spot")) spot.classList.toggle("here", spot.dataset.id === state.thing); };
// divisions with their projects, most first, and how many projects lie in none
function stands(list) {
  const found = new Map(), projects = list.filter((one) => one.type === "Project");
  for (const one of projects) {
    const division = divisionOf(one, state.level);
    if (division && data.seats[division.code]) found.set(division, [...(found.get(division) ?? []), one]);
  }
  const rows = [...found].map(([division, inside]) => ({ division, count: inside.length, yuan: invested(inside), seat: data.seats[division.code] }));
  return { rows: rows.sort((a, b) => b.count - a.count || b.yuan - a.yuan || a.division.rank - b.division.rank), lost: projects.length - rows.reduce((sum, one) => sum + one.count, 0) };
}
function framed(spots) {
  const { svg } = mapped, xs = spots.map(([x]) => x), ys = spots.map(([, y]) => y), [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = Math.max(right - left, 250), high = Math.max(bottom - top, 250); // never closer than 500 km
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min((svg.clientWidth - 2 * ROOM) / wide, (svg.clientHeight - 2 * ROOM) / high) };
}
const levels = () => el("span", { class: "switch" }, ...Object.keys(DIGITS).map((level) => button(word("levels", level), () => go({ level }, true), { "aria-pressed": String(level === state.level) })));

function painted(rows, svg) {
  const { x, y, scale } = seen(), right = svg.clientWidth / 2 - x * scale, down = svg.clientHeight / 2 - y * scale;
  const most = Math.max(...rows.map((one) => one.count)), dearest = Math.max(1, ...rows.map((one) => one.yuan)), taken = [];
  const dots = drawn("path", { class: "land", d: land.map((spot) => `M${spot.join(" ")}h0`).join(""), transform: `translate(${right} ${down}) scale(${scale})` });
  const circles = rows.map(({ division, count, yuan, seat }) => {
    const at = { cx: seat[0] * scale + right, cy: seat[1] * scale + down, r: radiusOf(count, most) }, told = [division.label, say("projects", { n: plain(count) }), yuan > 0 && "≥ " + money(yuan) + word("units", "CNY")].filter(Boolean).join(" · ");
    const choose = (event) => { if (!event.key || event.key === "Enter" || event.key === " ") { event.preventDefault(); go({ thing: division.id, link: "" }); } };
    return drawn("circle", { ...at, class: "spot" + (state.thing === division.id ? " here" : ""), "data-id": division.id, role: "button", tabindex: "0", "aria-label": told, style: { "--share": yuan ? (0.2 + 0.8 * Math.sqrt(yuan / dearest)).toFixed(3) : "0" }, click: choose, keydown: choose }, drawn("title", {}, told));
  });
  const names = rows.map(({ division, count, seat }) => {
    const w = [...division.label].length * 13 + 6, h = 17, r = radiusOf(count, most) + 2, [px, py] = [seat[0] * scale + right, seat[1] * scale + down];
    const sides = [{ x: px - w / 2, y: py + r }, { x: px + r, y: py - h / 2 }, { x: px - r - w, y: py - h / 2 }, { x: px - w / 2, y: py - r - h }];
    const box = sides.find((side) => !taken.some((one) => side.x < one.x + one.w && one.x < side.x + w && side.y < one.y + one.h && one.y < side.y + h));
    if (!box && division.id !== state.thing) return "";
    const { x, y } = box ?? sides[0];
    taken.push({ x, y, w, h });
    return drawn("text", { x: x + w / 2, y: y + 13, "aria-hidden": "true" }, division.label);
  });
  return [dots, drawn("g", {}, ...circles), drawn("g", {}, ...names)];
}
const radiusOf = (count, most) => 5 + (TALLEST - 5) * Math.sqrt((count - 1) / Math.max(most - 1, 1));

function movable(svg) {
  let from = null;
  svg.addEventListener("pointerdown", (event) => { from = { x: event.clientX, y: event.clientY, start: seen(), moved: false }; });
  svg.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const dx = event.clientX - from.x, dy = event.clientY - from.y;
    from.moved ||= Math.hypot(dx, dy) > 4;
    if (!from.moved) return;
    look({ ...from.start, x: from.start.x - dx / from.start.scale, y: from.start.y - dy / from.start.scale });
  });
  svg.addEventListener("click", (event) => { if (from?.moved) event.stopPropagation(); }, true);
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const by = Math.exp(-event.deltaY / 500), box = svg.getBoundingClientRect(), [px, py] = [event.clientX - box.x - box.width / 2, event.clientY - box.y - box.height / 2];
    const { x, y, scale } = seen();
    look({ x: x + (px / scale) * (1 - 1 / by), y: y + (py / scale) * (1 - 1 / by), scale: scale * by });
  }, { passive: false });
}
function mapLegend(rows, lost) {
  const most = rows[0].count, dearest = Math.max(...rows.map((one) => one.yuan));
  const sizes = [...new Set([1, Math.round(Math.sqrt(most)), most])].map((count) => el("span", { class: "round" }, drawn("svg", { width: 2 * radiusOf(count, most) + 2, height: 2 * radiusOf(count, most) + 2, "aria-hidden": "true" }, drawn("circle", { cx: "50%", cy: "50%", r: radiusOf(count, most), class: "spot" })), plain(count)));
  return el("div", { id: "legend" }, el("span", {}, say("projectsHead")), ...sizes, dearest > 0 && el("span", { class: "ramp" }, say("invested") + " 0", el("i"), "≥ " + money(dearest) + word("units", "CNY")), el("span", { class: "hint" }, say("mapHint") + (lost ? say("mapLost", { n: plain(lost) }) : "")));
}
