// The drawing: vis-network on things and links, with labels that keep their size and never cover one another.
const MOST = 300; // things drawn at once in a large graph: kg/view/layout.py gives as many their places
const NEAR = 150; // things drawn around one
const LABEL = 14; // characters of a label that are drawn: kg/view/layout.py leaves room for as many
const still = matchMedia("(prefers-reduced-motion: reduce)");
const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();
let drawing = { key: "", network: null };

function scene() {
  const { list, set } = matching(), centre = byId.get(state.around), chosen = byId.get(state.thing);
  if (centre) return { drawnThings: near(centre, Number(state.hops), set), centre };
  const drawnThings = new Set(things.length <= SMALL ? list : list.slice(0, MOST));
  for (const thing of context(drawnThings)) drawnThings.add(thing);
  if (state.link) for (const end of [links[state.link].from, links[state.link].to]) drawnThings.add(end);
  if (chosen && !drawnThings.has(chosen)) return { drawnThings: near(chosen, 1, set), centre: chosen };
  return { drawnThings };
}
// the region or industry that was asked for, and the regions between, are drawn with what lies in them
function context(shown) {
  const asked = [...state.region, ...state.industry].map((id) => byId.get(id)).filter(Boolean), found = new Set(asked);
  for (const region of asked) {
    if (region.type !== "Region" || found.size > 60) continue;
    for (const thing of shown) for (const one of regionsOf(thing)) if (found.size <= 60 && regionsOf(one).includes(region)) found.add(one);
  }
  return found;
}
function near(centre, hops, allowed) {
  const found = new Set([centre]);
  let ring = [centre];
  for (let n = 0; n < hops; n++) {
    ring = ring.flatMap((thing) => [...neighbours(thing)]).filter((thing) => allowed.has(thing) && !found.has(thing)).sort((a, b) => a.rank - b.rank);
    for (const thing of ring) if (found.size < NEAR) found.add(thing);
    ring = [...new Set(ring)].filter((thing) => found.has(thing));
  }
  return found;
}
function placesOf({ drawnThings, centre }) {
  if (centre) return radial(centre, drawnThings);
  const known = [...drawnThings].filter((thing) => data.places[thing.rank]).length;
  return known >= 0.8 * drawnThings.size ? given(drawnThings) : settled(drawnThings);
}

function showGraph(box) {
  if (!things.length) return box.replaceChildren(empty("empty"));
  if (!$("canvas") || !box.contains($("canvas"))) {
    box.replaceChildren(el("div", { id: "canvas", role: "img" }), el("div", { id: "legend" }), el("div", { id: "tools" }), el("p", { id: "shown", role: "status" }));
    drawing = { key: "", network: null };
  }
  const now = scene(), key = [root.dataset.theme, state.lang, ...[...now.drawnThings].map((thing) => thing.rank)].join(" ") + (now.centre?.id ?? "");
  if (key !== drawing.key) draw(now, key);
  choose();
  legend();
  $("canvas").setAttribute("aria-label", say("canvas", { n: now.drawnThings.size }));
  $("shown").replaceChildren(say("shown", { a: plain([...now.drawnThings].filter((thing) => matching().set.has(thing)).length), b: plain(matching().list.length) }));
  $("tools").replaceChildren(...tools(now));
}
function tools({ centre }) {
  const zoom = (by) => () => drawing.network.moveTo({ scale: drawing.network.getScale() * by });
  const found = [button("+", zoom(1.4), { "aria-label": say("closer") }), button("−", zoom(1 / 1.4), { "aria-label": say("further") }), button(say("fit"), fit)];
  if (!centre) return found;
  const hops = ["1", "2", "3"].map((n) => button(n, () => go({ around: centre.id, hops: n }), { "aria-pressed": String(state.around === centre.id && state.hops === n) }));
  return [button("← " + say("all"), () => go({ around: "", thing: "", hops: "1" })), el("span", { class: "hops" }, say("hops"), ...hops), ...found];
}

function draw(now, key) {
  const at = placesOf(now), list = [...now.drawnThings], twins = new Map();
  drawing.network?.destroy();
  const nodes = new vis.DataSet(list.map((thing) => drawnNode(thing, at.get(thing), now.centre)));
  const shown = list.flatMap((thing) => thing.links.filter((link) => link.from === thing && now.drawnThings.has(link.to)));
  const edges = new vis.DataSet([...shown.map((link) => drawnEdge(link, twins)), ...perhapsEdges(now.drawnThings)]);
  const network = new vis.Network($("canvas"), { nodes, edges }, { ...data.options, interaction: { ...data.options.interaction, hover: true, hideEdgesOnDrag: edges.length > 800, keyboard: { enabled: true, bindToWindow: false } }, layout: { improvedLayout: false } });
  drawing = { key, network, nodes, edges, at, list, centre: now.centre, kept: null, labels: [], chosen: "", clicked: "", faded: false };
  network.on("afterDrawing", letter);
  network.on("click", ({ nodes: [found], edges: [edge], pointer }) => {
    const rank = found ?? labelAt(pointer.canvas);
    drawing.clicked = rank !== undefined ? things[rank].id : String(edge ?? "");
    if (rank !== undefined) go({ thing: things[rank].id, link: "" });
    else go(links[edge] ? { link: String(edge), thing: "" } : { link: "", thing: "" });
  });
  network.on("doubleClick", ({ nodes: [found] }) => { if (found !== undefined) go({ around: things[found].id, thing: things[found].id }); });
  network.on("hoverEdge", ({ edge }) => name(edge, true));
  network.on("blurEdge", ({ edge }) => name(edge, String(edge) === state.link));
  fit();
}
function drawnNode(thing, { x, y }, centre) {
  const colour = css("--" + thing.type), ink = css("--ink"), halo = css("--paper");
  return {
    id: thing.rank, x, y, size: sizeOf(thing, centre), shape: "dot", borderWidth: 1.5, borderWidthSelected: 3,
    color: { background: colour, border: halo, highlight: { background: colour, border: ink }, hover: { background: colour, border: ink } },
  };
}
// around one thing what is near matters, not how much else hangs on it
const sizeOf = (thing, centre) => (!centre ? thing.size : thing === centre ? 24 : Math.min(thing.size, 17));
function drawnEdge(link, twins) {
  const pair = [link.from.rank, link.to.rank].sort().join(" "), nth = twins.get(pair) ?? 0;
  twins.set(pair, nth + 1);
  return {
    id: link.number, from: link.from.rank, to: link.to.rank, width: 1.3, hoverWidth: 1, selectionWidth: 1,
    dashes: link.status === "planned" || link.status === "expected" ? [6, 5] : false,
    arrows: { to: { enabled: link.predicate !== "cooperatesWith", scaleFactor: 0.4 } },
    color: { inherit: false, color: css("--edge"), highlight: css("--accent"), hover: css("--accent") },
    smooth: { enabled: true, type: "curvedCW", roundness: 0.05 + 0.14 * nth },
  };
}
// things that may be one are joined by dots
function perhapsEdges(shown) {
  const pairs = data.possibly.filter((pair) => pair.every((rank) => shown.has(things[rank])));
  return pairs.map(([from, to], n) => ({ id: "perhaps" + n, from, to, width: 2, dashes: [1, 6], color: { inherit: false, color: css("--expected"), highlight: css("--expected"), hover: css("--expected") }, title: say("perhapsLine") }));
}
function fit() {
  drawing.network.fit({ animation: false, maxZoomLevel: 1.4 });
}
function name(number, shown) {
  const font = { face: css("--font"), size: 13, color: css("--accent"), strokeWidth: 4, strokeColor: css("--paper") };
  if (links[number] && drawing.edges.get(number)) drawing.edges.update({ id: number, label: shown ? word("out", links[number].predicate) : " ", font });
}

// what does not touch the chosen steps back
function choose() {
  const { network, nodes, edges } = drawing, thing = byId.get(state.thing), link = links[state.link];
  const kept = thing ? new Set([thing, ...neighbours(thing)]) : link ? new Set([link.from, link.to]) : null;
  drawing.kept = kept;
  const faint = (rank) => kept !== null && !kept.has(things[rank]);
  if (kept || drawing.faded) { // a drawing in which nothing is chosen is as it should be
    nodes.update(nodes.map(({ id }) => ({ id, opacity: faint(id) ? 0.16 : 1 })));
    edges.update(edges.map(({ id, from, to, color }) => ({ id, label: " ", color: { ...color, opacity: faint(from) || faint(to) ? 0.12 : 1 } })));
    drawing.faded = kept !== null;
  }
  network.unselectAll();
  if (thing && nodes.get(thing.rank)) network.selectNodes([thing.rank]);
  if (link) { network.selectEdges([link.number]); name(link.number, true); }
  const key = state.thing + state.link;
  if (kept && key !== drawing.chosen && key !== drawing.clicked) approach(kept);
  drawing.chosen = key;
}
// what was chosen elsewhere (by search, in a list, by the address) is brought near; what was clicked is there already
function approach(kept) {
  const places = [...kept].map((thing) => drawing.at.get(thing)).filter(Boolean), xs = places.map(({ x }) => x), ys = places.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + 12 };
  requestAnimationFrame(() => {
    const canvas = $("canvas");
    if (!drawing.network || !places.length || !canvas) return; // another view may stand there by now
    drawing.network.redraw(); // the panel may have taken room
    const { clientWidth, clientHeight } = canvas, room = [(clientWidth - 180) / (right - left + 1), (clientHeight - 150) / (bottom - top + 1)]; // for labels
    drawing.network.moveTo({ position, scale: Math.max(0.15, Math.min(0.9, ...room)), animation: still.matches ? false : { duration: 350 } });
  });
}

// labels: what is chosen and the most connected come first, zooming in makes room for the others
const cut = (label) => { const all = [...visible(label)]; return all.length > LABEL ? all.slice(0, LABEL - 1).join("") + "…" : all.join(""); };
const widths = new Map();
function measured(ctx, text, font) {
  const key = font + text;
  if (!widths.has(key)) { ctx.font = font; widths.set(key, ctx.measureText(text).width); }
  return widths.get(key);
}
function letter(ctx) {
  const { network, kept, at, list, centre } = drawing;
  if (!network) return;
  const scale = network.getScale(), family = css("--font"), taken = [], labels = [], chosen = byId.get(state.thing);
  const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  const order = list.filter((thing) => !kept || kept.has(thing)).sort((a, b) => (b === chosen) - (a === chosen) || a.rank - b.rank);
  const dots = order.map((thing) => ({ thing, links: thing.links.length, size: sizeOf(thing, centre) * scale })).map(({ thing, size, ...one }) => ({ ...one, x: at.get(thing).x * scale - size, y: at.get(thing).y * scale - size, w: 2 * size, h: 2 * size }));
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4, strokeStyle: css("--paper"), fillStyle: css("--ink") });
  for (const thing of order) {
    const degree = thing.links.length, px = Math.round(12 + Math.min(degree, 16) / 4), font = `${thing === chosen || degree > 7 ? 600 : 400} ${px}px ${family}`;
    const text = cut(thing.label), w = measured(ctx, text, font) + 8, { x, y } = at.get(thing), box = { x: x * scale - w / 2, y: (y + sizeOf(thing, centre)) * scale + 3, w, h: px + 5 };
    if (taken.some((one) => meet(box, one)) || (thing !== chosen && degree < 10 && dots.some((one) => 4 * one.links >= degree && meet(box, one)))) continue;
    taken.push(box);
    labels.push({ rank: thing.rank, x: box.x / scale, y: box.y / scale, w: w / scale, h: box.h / scale });
    ctx.font = font;
    ctx.strokeText(text, x * scale, box.y);
    ctx.fillText(text, x * scale, box.y);
  }
  ctx.restore();
  drawing.labels = labels;
}
const labelAt = ({ x, y }) => drawing.labels.find((box) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h)?.rank;

function legend() {
  const present = new Set(drawing.list.map((thing) => thing.type)), line = (style) => el("span", { class: "line " + style }, say(style));
  $("legend").replaceChildren(...Object.keys(words.zh.types).filter((type) => present.has(type)).map((type) => el("span", {}, dot(type), word("types", type))), line("solid"), line("dashed"), ...(data.possibly.length ? [line("perhapsLine")] : []));
}
