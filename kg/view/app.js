"use strict";
// The page: everything from articles is put in by textContent or drawn on the canvas, never parsed as markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data"), words = read("words");
  const PALETTE = {
    light: { Region: "#2f6f8f", Project: "#b3402a", Enterprise: "#c8892b", Institution: "#6a5a8c", Policy: "#4d7c53", FinancialInstrument: "#8a6d3b", Industry: "#3c8f87", Product: "#7a93b8", Recognition: "#b9629a", Event: "#7d6f63", NaturalFeature: "#5b8fd0" },
    dark: { Region: "#6fb3d4", Project: "#f08a6b", Enterprise: "#e8b75a", Institution: "#a99ad0", Policy: "#86bd8d", FinancialInstrument: "#c6a76a", Industry: "#6fc7be", Product: "#a9c0e0", Recognition: "#e096c6", Event: "#b5a697", NaturalFeature: "#8fbdf5" },
  };
  const OPEN = 2; // facts of each kind whose sentences are shown at once
  const LABEL = 14; // characters of a label that are drawn: kg/view/layout.py leaves room for as many
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const ids = data.nodes.map((node) => node.id);
  const nodeById = new Map(data.nodes.map((node) => [node.id, node]));
  const edgesAt = new Map(ids.map((id) => [id, []]));
  data.edges.forEach((edge, index) => new Set([edge.from, edge.to]).forEach((id) => edgesAt.get(id).push(index)));
  const degree = (id) => edgesAt.get(id).length;
  const rank = new Map(ids.map((id, index) => [id, index])); // the most connected come first
  const overview = new Set(ids.slice(0, data.shown));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const darkScheme = matchMedia("(prefers-color-scheme: dark)");

  let lang = data.lang, theme = darkScheme.matches ? "dark" : "light";
  const hiddenTypes = new Set();
  let view = new Set(overview), network = null, nodes = null, edges = null, labels = [], kept = null, touched = false, showPanel = showOverview;

  // ---- words, elements, numbers
  const say = (key, fill = {}) => words[lang][key].replace(/\{(\w+)\}/g, (_, name) => fill[name]);
  const word = (table, key) => words[lang][table][key] ?? key;
  const visible = (text) => String(text).replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  function el(tag, props = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
      if (key === "class") made.className = value;
      else if (key === "click") made.addEventListener("click", value);
      else made.setAttribute(key, value);
    }
    made.append(...children.map((child) => (child instanceof Node ? child : visible(child))));
    return made;
  }
  function dot(type) {
    const made = el("span", { class: "dot" });
    made.style.background = PALETTE[theme][type];
    return made;
  }
  const button = (text, click, props = {}) => el("button", { type: "button", click, ...props }, text);
  const badge = (status) => (status ? el("span", { class: "status " + status }, word("status", status)) : "");

  const tidy = (number) => String(Number(number.toPrecision(12)));
  function amount(raw, unit) {
    const number = Number(raw);
    if (unit === "%") return tidy(number) + "%";
    if (unit === "名") return say("rank", { n: tidy(number) });
    if (lang === "en") {
      const [by, suffix] = [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"]].find(([by]) => Math.abs(number) >= by) ?? [1, ""];
      const figure = (number / by).toLocaleString("en", { maximumFractionDigits: 6 }) + suffix;
      return unit === "CNY" || unit === "USD" ? `${unit} ${figure}` : `${figure} ${unit}`;
    }
    const [by, suffix] = [[1e12, " 万亿"], [1e8, " 亿"], [1e4, " 万"]].find(([by]) => Math.abs(number) >= by) ?? [1, " "];
    return tidy(number / by) + suffix + word("units", unit);
  }
  function figure([, comparator, raw, unit]) {
    return word("comparators", comparator) + raw.split("/").filter(Boolean).map((part) => amount(part, unit)).join(" – ");
  }

  // ---- the drawing
  function drawnNode(id) {
    const node = nodeById.get(id), colour = PALETTE[theme][node.type], ink = css("--ink"), paper = css("--paper");
    return {
      id, x: node.x, y: node.y, size: node.size, shape: node.shape, hidden: hiddenTypes.has(node.type),
      color: { background: colour, border: paper, highlight: { background: colour, border: ink }, hover: { background: colour, border: ink } },
      borderWidth: 1.5, borderWidthSelected: 3,
    };
  }
  // Labels keep their size on the screen and never cover one another: what is selected and the most connected come
  // first, zooming in makes room for the others. A hub's label may cover leaves.
  const cut = (label) => { const all = [...visible(label)]; return all.length > LABEL ? all.slice(0, LABEL - 1).join("") + "…" : all.join(""); };
  const texts = new Map(data.nodes.map((node) => [node.id, cut(node.label)]));
  const widths = new Map();
  function measured(ctx, text, font) {
    const key = font + text;
    if (!widths.has(key)) { ctx.font = font; widths.set(key, ctx.measureText(text).width); }
    return widths.get(key);
  }
  function letter(ctx) {
    const scale = network.getScale(), family = css("--font"), taken = [];
    const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    const chosen = network.getSelectedNodes()[0], first = (id) => (id === chosen ? 0 : 1);
    const order = [...view].filter((id) => (!kept || kept.has(id)) && !hiddenTypes.has(nodeById.get(id).type)).sort((a, b) => first(a) - first(b) || rank.get(a) - rank.get(b));
    const dots = order.map((id) => nodeById.get(id)).map(({ id, x, y, size }) => ({ links: degree(id), x: (x - size) * scale, y: (y - size) * scale, w: 2 * size * scale, h: 2 * size * scale }));
    labels = [];
    ctx.save();
    ctx.scale(1 / scale, 1 / scale);
    Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4, strokeStyle: css("--paper"), fillStyle: css("--ink") });
    for (const id of order) {
      const node = nodeById.get(id), px = Math.round(12 + Math.min(degree(id), 16) / 4), font = `${id === chosen || degree(id) > 7 ? 600 : 400} ${px}px ${family}`;
      const w = measured(ctx, texts.get(id), font) + 8, box = { id, x: node.x * scale - w / 2, y: (node.y + node.size) * scale + 3, w, h: px + 5 };
      if (taken.some((other) => meet(box, other)) || (id !== chosen && degree(id) < 10 && dots.some((other) => 4 * other.links >= degree(id) && meet(box, other)))) continue;
      taken.push(box);
      labels.push({ id, x: box.x / scale, y: box.y / scale, w: w / scale, h: box.h / scale });
      ctx.font = font;
      ctx.strokeText(texts.get(id), node.x * scale, box.y);
      ctx.fillText(texts.get(id), node.x * scale, box.y);
    }
    ctx.restore();
  }
  const labelAt = ({ x, y }) => labels.find((box) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h)?.id;
  function drawnEdge(index, twins) {
    const edge = data.edges[index], pair = [edge.from, edge.to].sort().join(" "), nth = twins.get(pair) ?? 0;
    twins.set(pair, nth + 1);
    return {
      id: index, from: edge.from, to: edge.to, width: 1.8, hoverWidth: 1, selectionWidth: 1,
      dashes: edge.status === "planned" || edge.status === "expected" ? [6, 5] : false,
      arrows: { to: { enabled: edge.predicate !== "cooperatesWith", scaleFactor: 0.45 } },
      color: { inherit: false, color: css("--edge"), highlight: css("--accent"), hover: css("--accent") },
      smooth: { enabled: true, type: "curvedCW", roundness: 0.06 + 0.14 * nth },
    };
  }
  function draw() {
    const twins = new Map();
    nodes = new vis.DataSet([...view].sort().map(drawnNode));
    edges = new vis.DataSet(data.edges.map((_, index) => index).filter((i) => view.has(data.edges[i].from) && view.has(data.edges[i].to)).map((i) => drawnEdge(i, twins)));
    if (network) network.destroy();
    network = new vis.Network($("graph"), { nodes, edges }, { ...data.options, interaction: { ...data.options.interaction, hover: true, hideEdgesOnDrag: edges.length > 800 }, layout: { improvedLayout: false } });
    network.on("afterDrawing", letter);
    network.on("click", ({ nodes: [found], edges: [edge], pointer }) => {
      const node = found ?? labelAt(pointer.canvas);
      if (node !== undefined) select(node);
      else if (edge !== undefined) selectEdge(edge);
      else clear();
    });
    network.on("hoverEdge", ({ edge }) => name(edge, true));
    network.on("blurEdge", ({ edge }) => name(edge, network.getSelectedEdges().length === 1 && network.getSelectedEdges()[0] === edge));
    for (const event of ["dragStart", "zoom"]) network.on(event, () => { touched = true; });
    fit();
    count();
  }
  function name(index, shown) {
    const font = { face: css("--font"), size: 13, color: css("--accent"), strokeWidth: 4, strokeColor: css("--paper") };
    if (edges.get(index)) edges.update({ id: index, label: shown ? word("out", data.edges[index].predicate) : " ", font });
  }
  function fit() {
    touched = false;
    if (view.size) network.fit({ animation: false, maxZoomLevel: 1.4 });
  }
  function count() {
    $("count").textContent = say("shown", { a: view.size, b: ids.length }) + (view.size < ids.length ? " · " + say("more") : "");
    $("all").hidden = view.size === overview.size && [...view].every((id) => overview.has(id));
  }
  // what does not touch the selection steps back
  function emphasise(these) {
    kept = these;
    const faint = (id) => kept && !kept.has(id);
    nodes.update(nodes.map(({ id }) => ({ id, opacity: faint(id) ? 0.16 : 1 })));
    edges.update(edges.map(({ id, from, to, color }) => ({ id, color: { ...color, opacity: faint(from) || faint(to) ? 0.12 : 1 } })));
  }
  const circle = (id) => new Set([id, ...edgesAt.get(id).flatMap((i) => [data.edges[i].from, data.edges[i].to])]);

  // ---- selection
  function select(id, move = false) {
    if (!view.has(id)) {
      [...circle(id)].sort((a, b) => (b === id) - (a === id) || rank.get(a) - rank.get(b)).slice(0, 31).forEach((one) => view.add(one));
      draw();
      move = true;
    }
    const type = nodeById.get(id).type;
    if (hiddenTypes.delete(type)) toggled(type);
    emphasise(circle(id));
    network.selectNodes([id]);
    if (move) network.fit({ nodes: [...circle(id)].filter((one) => view.has(one)), maxZoomLevel: 0.85, animation: still.matches ? false : { duration: 350 } });
    open(() => showNode(id));
    remember("#" + encodeURIComponent(id));
  }
  function selectEdge(index) {
    const edge = data.edges[index];
    emphasise(new Set([edge.from, edge.to]));
    network.selectEdges([index]);
    name(index, true);
    open(() => showEdge(index));
  }
  function clear() {
    network.unselectAll();
    emphasise(null);
    open(showOverview);
    remember(location.pathname);
  }
  function around(id) {
    view = circle(id);
    draw();
    select(id);
  }
  // a page opened from a file or inside a frame may not be allowed to change its address
  function remember(address) {
    try { history.replaceState(null, "", address); } catch { /* the address then stays as it is */ }
  }
  function open(show) {
    showPanel = show;
    show();
    $("panel").scrollTop = 0;
  }

  // ---- the panel
  function showOverview() {
    if (!ids.length) return $("panel").replaceChildren(el("p", { class: "hint" }, say("empty")));
    const facts = data.nodes.reduce((sum, node) => sum + node.facts.length, 0);
    const articles = new Set(data.evidence.map(([, title, issued]) => title + issued)).size;
    const tile = (number, key) => el("div", {}, el("dd", {}, number.toLocaleString(lang)), el("dt", {}, say(key)));
    $("panel").replaceChildren(
      el("p", { class: "hint" }, say("hint")),
      el("dl", { class: "tiles" }, tile(articles, "articles"), tile(ids.length, "things"), tile(data.edges.length, "links"), tile(facts, "facts")),
    );
    for (const type of ["Region", "Project", "Enterprise", "Industry"]) {
      const first = ids.filter((id) => nodeById.get(id).type === type && degree(id)).slice(0, 6);
      if (first.length) $("panel").append(heading(say("top", { type: word("types", type) })), el("p", { class: "chips" }, ...first.map((id) => button(nodeById.get(id).label, () => select(id, true)))));
    }
  }
  const heading = (text, number = "") => el("h3", {}, text, " ", el("span", {}, number));
  const close = () => button("×", clear, { class: "close", "aria-label": say("back"), title: say("back") });

  function showNode(id) {
    const node = nodeById.get(id);
    const about = [word("types", node.type), node.kind && word("kinds", node.kind), node.code, node.mentions && say("mentions", { n: node.mentions })];
    $("panel").replaceChildren(close(), el("p", { class: "kind" }, dot(node.type), " ", about.filter(Boolean).join(" · ")), el("h2", {}, node.label));
    if (node.aliases.length) $("panel").append(el("p", { class: "aliases" }, say("aliases") + " " + node.aliases.join("、")));
    $("panel").append(el("p", { class: "tools" }, button(say("around"), () => around(id)), button(say("unfold"), (event) => unfoldAll(event.currentTarget)), button(say("copy"), (event) => copy(id, event.currentTarget))));
    for (const kind of ["observation", "milestone"]) {
      const facts = node.facts.filter((fact) => fact.kind === kind);
      if (facts.length) $("panel").append(heading(say(kind), facts.length), ...facts.map(factRow));
    }
    const list = edgesAt.get(id).map((index) => ({ index, way: data.edges[index].from === id ? "out" : "in" }));
    const groups = grouped(list, keyOf);
    if (list.length) $("panel").append(heading(say("relations"), list.length));
    for (const rows of [...groups.values()].sort((a, b) => keyOf(a[0]).localeCompare(keyOf(b[0])))) {
      $("panel").append(el("h4", {}, word(rows[0].way, data.edges[rows[0].index].predicate)), ...rows.map(({ index }) => relationRow(index, id)));
    }
  }
  const keyOf = ({ index, way }) => (way === "out" ? "a" : "b") + data.edges[index].predicate;
  function grouped(list, key) {
    const groups = new Map();
    for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
    return groups;
  }
  function showEdge(index) {
    const edge = data.edges[index], ends = [edge.from, edge.to].map((id) => nodeById.get(id));
    const link = (node) => button(node.label, () => select(node.id, true), { class: "link" });
    $("panel").replaceChildren(close(), el("p", { class: "kind" }, dot(ends[0].type), " → ", dot(ends[1].type), " ", badge(edge.status)),
      el("h2", {}, link(ends[0]), el("small", {}, word("out", edge.predicate)), link(ends[1])), ...proof(edge));
  }
  function unfolding(summary, fill, open = false) {
    const row = el("details", {}, el("summary", {}, ...summary));
    const filled = () => { if (row.open && row.children.length === 1) row.append(...fill()); };
    row.open = open;
    filled();
    row.addEventListener("toggle", filled);
    return row;
  }
  function unfoldAll(pressed) {
    const rows = [...$("panel").querySelectorAll("details")], open = rows.some((row) => !row.open);
    for (const row of rows) row.open = open;
    pressed.textContent = say(open ? "fold" : "unfold");
  }
  function factRow(fact, index) {
    const observation = fact.kind === "observation";
    const when = observation ? fact.says[4].replace("/", "–") : "";
    const value = observation ? figure(fact.says) : fact.says[1];
    const marks = (wording) => (observation ? [wording] : [fact.says[0]]);
    return unfolding([el("span", { class: "what" }, fact.says[0], when && el("small", {}, when)), el("span", { class: "value" }, value), badge(fact.status)],
      () => fact.evidence.map(([number, wording]) => quote(number, marks(wording))), index < OPEN);
  }
  function relationRow(index, id) {
    const edge = data.edges[index], other = nodeById.get(edge.from === id ? edge.to : edge.from);
    const link = button(other.label, (event) => { event.preventDefault(); select(other.id, true); }, { class: "link" });
    return unfolding([dot(other.type), el("span", { class: "what" }, link), edge.status === "actual" ? "" : badge(edge.status)], () => proof(edge));
  }
  function proof(edge) {
    if (!edge.evidence.length) return [el("blockquote", {}, say("byCode"))];
    const names = [edge.from, edge.to].map((id) => nodeById.get(id)).flatMap((node) => [node.label, ...node.aliases]);
    return edge.evidence.map((number) => quote(number, names));
  }
  function quote(number, marks) {
    const [text, title, issued, start, end] = data.evidence[number];
    const block = el("blockquote");
    let at = 0;
    for (const [first, last] of spans(text, marks)) {
      block.append(visible(text.slice(at, first)), el("mark", {}, text.slice(first, last)));
      at = last;
    }
    block.append(visible(text.slice(at)), el("footer", { title: say("span", { a: start, b: end }) }, [title, issued].filter(Boolean).join(" · ")));
    return block;
  }
  // Names and wordings are stored folded (half width, no white space): compare folded, mark as written.
  function spans(text, marks) {
    const offsets = [];
    let folded = "";
    for (let i = 0; i < text.length; i++) {
      for (const c of text[i].normalize("NFKC").replace(/\s/g, "")) { folded += c; offsets.push(i); }
    }
    const found = [];
    for (const mark of marks.map((m) => m.normalize("NFKC").replace(/\s/g, "")).filter(Boolean)) {
      const at = folded.indexOf(mark);
      if (at >= 0) found.push([offsets[at], offsets[at + mark.length - 1] + 1]);
    }
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    return found.filter((span, i) => !found.slice(0, i).some((before) => before[1] > span[0]));
  }
  function copy(id, pressed) {
    const area = el("textarea");
    area.value = `SELECT ?p ?o WHERE { <${id}> ?p ?o }`;
    document.body.append(area);
    area.select();
    if (document.execCommand("copy")) pressed.textContent = say("copied");
    area.remove();
  }

  // ---- search
  let matches = [], at = -1;
  function find(text) {
    const wanted = text.normalize("NFKC").trim().toLowerCase();
    const score = (name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3);
    const best = (node) => Math.min(...[node.label, ...node.aliases].map((name) => score(name.normalize("NFKC").toLowerCase())));
    const hits = wanted ? ids.map((id) => [best(nodeById.get(id)), id]).filter(([least]) => least < 3) : [];
    return hits.sort((a, b) => a[0] - b[0]).slice(0, 20).map(([, id]) => id);
  }
  function list() {
    const shown = $("search").value.trim() !== "";
    $("found").hidden = !shown;
    $("search").setAttribute("aria-expanded", shown);
    $("search").setAttribute("aria-activedescendant", at >= 0 ? "hit" + at : "");
    const item = (id, i) => {
      const made = el("li", { role: "option", id: "hit" + i, "aria-selected": i === at }, dot(nodeById.get(id).type), el("span", {}, nodeById.get(id).label), el("small", {}, word("types", nodeById.get(id).type)));
      made.addEventListener("mousedown", (event) => { event.preventDefault(); pick(id); });
      return made;
    };
    $("found").replaceChildren(...(matches.length ? matches.map(item) : [el("li", {}, say("none"))]));
    $("found").querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }
  function seek(text) {
    $("search").value = text;
    matches = find(text);
    at = matches.length ? 0 : -1;
    list();
  }
  function pick(id) {
    seek("");
    select(id, true);
  }
  $("search").addEventListener("input", (event) => seek(event.target.value));
  $("search").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && matches.length) { event.preventDefault(); at = (at + step + matches.length) % matches.length; list(); }
    else if (event.key === "Enter" && matches[at]) pick(matches[at]);
    else if (event.key === "Escape") { event.stopPropagation(); seek(""); }
  });
  $("search").addEventListener("blur", () => { $("found").hidden = true; });

  // ---- frame
  function toggled(type) {
    nodes.update(nodes.getIds().filter((id) => nodeById.get(id).type === type).map((id) => ({ id, hidden: hiddenTypes.has(type) })));
    legend();
  }
  function legend() {
    const counts = new Map();
    for (const node of data.nodes) counts.set(node.type, (counts.get(node.type) ?? 0) + 1);
    const flip = (type) => { if (!hiddenTypes.delete(type)) hiddenTypes.add(type); toggled(type); };
    const key = (type) => el("button", { type: "button", "aria-pressed": !hiddenTypes.has(type), click: () => flip(type) }, dot(type), word("types", type), el("small", {}, counts.get(type)));
    const line = (style) => el("span", { class: "line " + style }, say(style));
    $("legend").setAttribute("aria-label", say("legend"));
    $("legend").replaceChildren(...Object.keys(words.zh.types).filter((type) => counts.has(type)).map(key), ...(data.edges.length ? [line("solid"), line("dashed")] : []));
  }
  function dress() {
    root.dataset.theme = theme;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = $("title").textContent = visible(data.title || say("title"));
    $("graph").setAttribute("role", "img");
    $("graph").setAttribute("aria-label", document.title);
    $("search").placeholder = say("search");
    $("search").setAttribute("aria-label", say("search"));
    $("fit").textContent = say("fit");
    $("all").textContent = say("all");
    $("lang").textContent = say("other");
    $("theme").textContent = say(theme === "dark" ? "light" : "dark");
    legend();
    count();
    showPanel();
  }
  function wear(chosen) {
    const selected = network.getSelectedNodes()[0], scale = network.getScale(), position = network.getViewPosition();
    theme = chosen;
    dress();
    draw();
    network.moveTo({ scale, position });
    if (selected !== undefined) { emphasise(circle(selected)); network.selectNodes([selected]); }
  }
  $("fit").addEventListener("click", fit);
  $("all").addEventListener("click", () => { view = new Set(overview); draw(); clear(); });
  $("theme").addEventListener("click", () => wear(theme === "dark" ? "light" : "dark"));
  $("lang").addEventListener("click", () => { lang = lang === "zh" ? "en" : "zh"; dress(); });
  darkScheme.addEventListener("change", (event) => wear(event.matches ? "dark" : "light"));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
  new ResizeObserver(() => { if (!touched && !network.getSelectedNodes().length) requestAnimationFrame(fit); }).observe($("graph"));

  function addressed() {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  }
  root.dataset.theme = theme;
  draw();
  dress();
  if (nodeById.has(addressed())) select(addressed(), true);
  document.body.dataset.ready = "yes";
})();
