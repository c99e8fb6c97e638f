"use strict";
// The page: everything from articles is put in by textContent, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const colours = {
    light: { Region: "#2f6f8f", Project: "#b3402a", Enterprise: "#c8892b", Institution: "#6a5a8c", Policy: "#4d7c53", FinancialInstrument: "#8a6d3b", Industry: "#3c8f87", Product: "#7a93b8", Recognition: "#b9629a", Event: "#7d6f63", NaturalFeature: "#5b8fd0" },
    dark: { Region: "#6fb3d4", Project: "#f08a6b", Enterprise: "#e8b75a", Institution: "#a99ad0", Policy: "#86bd8d", FinancialInstrument: "#c6a76a", Industry: "#6fc7be", Product: "#a9c0e0", Recognition: "#e096c6", Event: "#b5a697", NaturalFeature: "#8fbdf5" },
  };
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const ids = Object.keys(data.nodes);
  const neighbours = new Map(ids.map((id) => [id, []]));
  data.edges.forEach((edge, index) => { neighbours.get(edge.s).push(index); neighbours.get(edge.t).push(index); });
  const degree = (id) => neighbours.get(id).length;
  let lang = data.lang, theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const hidden = new Set();
  let base = new Set(), view = new Set(), network = null, nodes = null, edges = null, chosen = null;

  const t = (key, fill = {}) => words[lang][key].replace(/\{(\w+)\}/g, (_, k) => fill[k]);
  const visible = (text) => String(text).replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => "\\u" + c.charCodeAt(0).toString(16));
  function el(tag, props = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
      if (key === "class") made.className = value;
      else if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
      else if (key in made) made[key] = value; else made.setAttribute(key, value);
    }
    for (const child of children) made.append(child instanceof Node ? child : visible(child));
    return made;
  }
  const dot = (type) => { const d = el("span", { class: "dot" }); d.style.background = colours[theme][type]; return d; };

  // ---- numbers as people read them
  function amount(value, unit) {
    const number = Number(value);
    const names = { CNY: "元", USD: "美元" };
    const label = names[unit] ?? unit;
    const near = (n) => String(Number(n.toPrecision(12)));
    if (unit === "%" ) return near(number) + "%";
    if (lang === "en" && unit in names) return unit + " " + (number >= 1e9 ? near(number / 1e9) + " bn" : number >= 1e6 ? near(number / 1e6) + " m" : near(number));
    if (number >= 1e12) return near(number / 1e12) + " 万亿" + label;
    if (number >= 1e8) return near(number / 1e8) + " 亿" + label;
    if (number >= 1e4) return near(number / 1e4) + " 万" + label;
    return near(number) + " " + label;
  }
  function valueOf(says) {
    const [, comparator, raw, unit] = says;
    const shown = raw.split("/").filter(Boolean).map((v) => amount(v, unit)).join(" – ");
    return words[lang].cmp[comparator] + shown;
  }

  // ---- the drawing
  function overview() {
    const ranked = [...ids].sort((a, b) => degree(b) - degree(a) || (a < b ? -1 : 1));
    return new Set(ids.length > data.shown + 100 ? ranked.slice(0, data.shown) : ids);
  }
  function nodeOf(id) {
    const node = data.nodes[id], size = 9 + 6.5 * Math.sqrt(degree(id));
    const strong = degree(id) >= 6;
    const short = [...visible(node.label)];
    return {
      id, x: node.x, y: node.y, size: Math.min(size, 56), shape: "dot", label: short.length > 14 ? short.slice(0, 13).join("") + "…" : short.join(""),
      color: { background: colours[theme][node.type], border: "transparent", highlight: { background: colours[theme][node.type], border: style("--ink") }, hover: { background: colours[theme][node.type], border: style("--ink") } },
      borderWidth: 2, font: { face: style("--font"), size: strong ? 17 + Math.min(size, 44) / 1.6 : 17, color: style("--ink"), strokeWidth: 5, strokeColor: style("--paper") },
      hidden: hidden.has(node.type),
    };
  }
  const style = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  function edgeOf(index) {
    const edge = data.edges[index];
    return { id: "e" + index, from: edge.s, to: edge.t, arrows: { to: { enabled: true, scaleFactor: 0.45 } }, width: 1.6, dashes: edge.status === "planned" || edge.status === "expected",
      color: { color: style("--edge"), highlight: style("--accent"), hover: style("--accent") }, smooth: { enabled: true, type: "continuous" }, hoverWidth: 1, selectionWidth: 1.4 };
  }
  function draw() {
    nodes = new vis.DataSet([...view].map(nodeOf));
    edges = new vis.DataSet(data.edges.map((e, i) => i).filter((i) => view.has(data.edges[i].s) && view.has(data.edges[i].t)).map(edgeOf));
    const options = Object.assign({}, data.vis, { physics: { enabled: false }, layout: { improvedLayout: false } });
    network = new vis.Network($("graph"), { nodes, edges }, options);
    network.on("click", (event) => {
      if (event.nodes.length) select(event.nodes[0]);
      else if (event.edges.length) selectEdge(Number(event.edges[0].slice(1)));
    });
    network.on("hoverEdge", (event) => edges.update({ id: event.edge, label: words[lang].pred[data.edges[Number(event.edge.slice(1))].p], font: { face: style("--font"), size: 13, color: style("--accent"), strokeWidth: 4, strokeColor: style("--paper") } }));
    network.on("blurEdge", (event) => edges.update({ id: event.edge, label: " " }));
    network.fit({ animation: false });
    count();
  }
  function count() {
    const parts = [t("shown", { a: view.size, b: ids.length })];
    if (view.size < ids.length) parts.push(t("more"));
    $("count").textContent = parts.join(" · ");
    $("all").hidden = view.size === base.size && [...view].every((id) => base.has(id));
  }
  function around(id) {
    view = new Set([id]);
    neighbours.get(id).forEach((i) => { view.add(data.edges[i].s); view.add(data.edges[i].t); });
    draw(); network.selectNodes([id]);
  }

  // ---- the panel
  function quote(number, wording) {
    const [text, title, issued, start, end] = data.evidence[number];
    const plain = wording ? text.replace(/\s+/g, "") : "";
    const block = el("blockquote");
    const span = wording && locate(text, plain, wording);
    if (span) block.append(visible(text.slice(0, span[0])), el("mark", {}, text.slice(...span)), visible(text.slice(span[1])));
    else block.append(visible(text));
    block.append(el("footer", {}, `${title} ${issued} [${start}:${end}]`));
    return block;
  }
  // the wording is folded (half width, no spaces between digits and Han): find it in the sentence as written
  function locate(text, plain, wording) {
    const fold = (s) => s.normalize("NFKC");
    const offsets = []; let folded = "";
    for (let i = 0; i < text.length; i++) { if (/\s/.test(text[i])) continue; const f = fold(text[i]); for (const c of f) { folded += c; offsets.push(i); } }
    const at = folded.indexOf(fold(wording).replace(/\s+/g, ""));
    return at < 0 ? null : [offsets[at], offsets[at + fold(wording).replace(/\s+/g, "").length - 1] + 1];
  }
  const badge = (status) => el("span", { class: "status " + status }, words[lang].status[status] ?? status);
  function factRow(fact) {
    const observation = fact.k === "observation";
    const what = observation ? fact.says[0] + (fact.says[5] ? " · " + fact.says[5] : "") : fact.says[0];
    const value = observation ? valueOf(fact.says) : fact.says[1];
    const row = el("details", {}, el("summary", {}, el("span", { class: "what" }, what), el("span", { class: "value" }, value), badge(fact.st)));
    row.addEventListener("toggle", () => { if (row.open && row.children.length === 1) row.append(quote(fact.e, observation ? fact.says[4] : "")); });
    return row;
  }
  function relationRow(index, id) {
    const edge = data.edges[index], out = edge.s === id, other = out ? edge.t : edge.s, node = data.nodes[other];
    const link = el("button", { class: "link", on: { click: (event) => { event.preventDefault(); select(other, true); } } }, node.label);
    const row = el("details", {}, el("summary", {}, el("span", { class: "kind" }, (out ? "" : "← ") + words[lang].pred[edge.p]), el("span", { class: "what" }, link), dot(node.type), badge(edge.status)));
    row.addEventListener("toggle", () => { if (row.open && row.children.length === 1) edge.ev.forEach((n) => row.append(quote(n, ""))); });
    return row;
  }
  function select(id, move) {
    chosen = id;
    if (!view.has(id)) { view.add(id); neighbours.get(id).slice(0, 30).forEach((i) => { view.add(data.edges[i].s); view.add(data.edges[i].t); }); draw(); move = true; }
    network.selectNodes([id]);
    if (move) network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    show(id);
    history.replaceState(null, "", "#" + encodeURIComponent(id));
  }
  function show(id) {
    const node = data.nodes[id], panel = $("panel");
    panel.replaceChildren(el("p", { class: "kind" }, dot(node.type), " ", words[lang].types[node.type], node.code ? " " + node.code : "", " · ", t("mentions", { n: node.n })), el("h2", {}, node.label));
    if (node.aliases.length) panel.append(el("p", { class: "aliases" }, t("aliases") + ": " + node.aliases.join("、")));
    panel.append(el("div", { class: "tools" }, el("button", { on: { click: () => around(id) } }, t("around")), el("button", { on: { click: (event) => copy(id, event.target) } }, t("copy"))));
    for (const [kind, title] of [["observation", "facts"], ["milestone", "milestones"]]) {
      const facts = node.facts.filter((f) => f.k === kind);
      if (facts.length) panel.append(el("h3", {}, `${t(title)} ${facts.length}`), ...facts.map(factRow));
    }
    const list = neighbours.get(id);
    if (list.length) panel.append(el("h3", {}, `${t("relations")} ${list.length}`), ...list.map((i) => relationRow(i, id)));
    panel.scrollTop = 0;
  }
  function selectEdge(index) {
    const edge = data.edges[index], panel = $("panel");
    const name = (id) => el("button", { class: "link", on: { click: () => select(id, true) } }, data.nodes[id].label);
    panel.replaceChildren(el("p", { class: "kind" }, words[lang].pred[edge.p], " ", badge(edge.status)), el("h2", {}, name(edge.s), " → ", name(edge.t)), ...edge.ev.map((n) => quote(n, "")));
  }
  function copy(id, button) {
    const text = `SELECT ?p ?o WHERE { <${id}> ?p ?o }`;
    const done = () => { button.textContent = t("copied"); };
    const area = el("textarea", { value: text }); document.body.append(area); area.select();
    document.execCommand("copy"); area.remove(); done();
  }

  // ---- search
  let matches = [], at = -1;
  function find(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const rank = (id) => { const n = data.nodes[id], names = [n.label, ...n.aliases].map((s) => s.toLowerCase()); return names.includes(wanted) ? 0 : names.some((s) => s.startsWith(wanted)) ? 1 : names.some((s) => s.includes(wanted)) ? 2 : 9; };
    return ids.map((id) => [rank(id), -degree(id), id]).filter((r) => r[0] < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)).slice(0, 20).map((r) => r[2]);
  }
  function listed() {
    const list = $("found"), open = $("search").value.trim() !== "";
    list.hidden = !open; $("search").setAttribute("aria-expanded", open);
    list.replaceChildren(...(matches.length ? matches.map((id, i) => el("li", { role: "option", "aria-selected": i === at, on: { mousedown: (event) => { event.preventDefault(); pick(id); } } }, dot(data.nodes[id].type), data.nodes[id].label, el("small", {}, words[lang].types[data.nodes[id].type]))) : [el("li", {}, t("none"))]));
  }
  function pick(id) { $("search").value = ""; matches = []; listed(); select(id, true); }
  $("search").addEventListener("input", (event) => { matches = find(event.target.value); at = matches.length ? 0 : -1; listed(); });
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); at = (at + (event.key === "ArrowDown" ? 1 : -1) + matches.length) % Math.max(matches.length, 1); listed(); }
    else if (event.key === "Enter" && matches[at]) pick(matches[at]);
    else if (event.key === "Escape") { event.target.value = ""; matches = []; listed(); }
  });
  $("search").addEventListener("blur", () => { $("found").hidden = true; });

  // ---- frame
  function legend() {
    const types = Object.keys(words[lang].types).filter((type) => ids.some((id) => data.nodes[id].type === type));
    $("legend").replaceChildren(...types.map((type) => el("button", { "aria-pressed": !hidden.has(type), on: { click: () => { if (hidden.has(type)) hidden.delete(type); else hidden.add(type); legend(); nodes.update([...view].filter((id) => data.nodes[id].type === type).map((id) => ({ id, hidden: hidden.has(type) }))); } } }, dot(type), words[lang].types[type])));
  }
  function dress() {
    root.dataset.theme = theme; root.lang = lang;
    $("title").textContent = document.title = data.title || t("title");
    $("search").placeholder = t("search"); $("search").setAttribute("aria-label", t("search"));
    for (const id of ["fit", "theme", "lang", "all"]) $(id).textContent = t(id);
    legend();
    if (!ids.length) { $("panel").replaceChildren(el("p", { class: "hint" }, t("empty"))); return; }
    if (chosen) show(chosen); else $("panel").replaceChildren(el("p", { class: "hint" }, t("hint")));
  }
  $("fit").addEventListener("click", () => network.fit());
  $("all").addEventListener("click", () => { view = new Set(base); draw(); });
  $("theme").addEventListener("click", () => { theme = theme === "dark" ? "light" : "dark"; dress(); draw(); });
  $("lang").addEventListener("click", () => { lang = lang === "zh" ? "en" : "zh"; dress(); count(); });

  base = overview(); view = new Set(base);
  dress(); draw();
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (data.nodes[wanted]) select(wanted, true);
  document.body.dataset.ready = "yes";
})();
