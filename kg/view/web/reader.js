// An article as it was understood: its names, numbers and times marked in the text, the facts they became beside it.
const readArticle = () => articleById.get(state.article) ?? readable()[0];
const readable = () => articles.filter((one) => !state.source.length || state.source.includes(one.id));

function showReader(box) {
  const article = readArticle();
  if (!article) return box.replaceChildren(empty("noArticles"));
  const seen = articles.indexOf(article);
  const page = el("article", { class: "reader", lang: "zh-CN" }, el("p", { class: "kind" }, article.issued, article.home && [" · ", link(article.home)], " ", source(article)), ...body(article));
  box.replaceChildren(el("div", { class: "bar" }, button("←", () => turnPage(-1), { disabled: seen === 0, "aria-label": say("previous") }), el("span", { class: "hint" }, `${plain(seen + 1)} / ${plain(articles.length)}`), button("→", () => turnPage(1), { disabled: seen === articles.length - 1, "aria-label": say("next") }), shares(article)), page, article.text ? "" : el("p", { class: "hint center" }, say("noText")));
  page.classList.toggle("chosen", Boolean(state.thing));
}
function turnPage(by) {
  const next = articles[articles.indexOf(readArticle()) + by];
  if (next) go({ article: next.id, thing: "", link: "" });
}
function articleList() {
  const item = (article) => el("li", {}, el("button", { type: "button", "aria-current": String(article === readArticle()), click: () => go({ article: article.id, thing: "", link: "" }) }, article.title || say("untitled"), el("small", {}, [article.issued, article.missed.length > 0 && say("missedCount", { n: article.missed.length })].filter(Boolean).join(" · ")), fates(article)));
  return unrolled(el("ul", { class: "articles" }), readable(), item);
}
const FATES = ["used", "aside", "lost"];
function fatesOf(article) {
  const counts = [0, 0, 0];
  for (const [, , , fate] of article.ledger) counts[fate] += 1;
  return counts;
}
// how much of an article's names, numbers and times was understood, as a thin bar
const fates = (article) => article.ledger.length > 0 && el("span", { class: "fates", "aria-hidden": "true" }, ...fatesOf(article).map((count, n) => el("i", { class: FATES[n], style: { "flex-grow": String(count) } })));
function shares(article) {
  const counts = fatesOf(article), swatch = (name, count) => el("span", { class: "swatch " + name }, say(name) + (count === "" ? "" : " " + count));
  return el("span", { class: "hint key" }, ...FATES.map((name, n) => swatch(name, article.ledger.length ? counts[n] : "")), article.missed.length > 0 && swatch("sentences", article.missed.length));
}

// pieces of text that are there, in order: all of it, or the sentences that the graph quotes
function passages(article) {
  if (article.text) return [{ start: 0, chars: charsOf(article) }];
  const found = [];
  for (const { start, end, number } of quotesOf(article)) {
    const before = found.at(-1);
    if (!before || start >= before.start + before.chars.length) found.push({ start, chars: [...evidence[number].quote] });
  }
  return found;
}
function quotesOf(article) {
  const numbers = new Set([...article.missed, ...statementsIn(article).map(({ said }) => said.at.number)]);
  return [...numbers].map((number) => evidence[number]).sort((a, b) => a.start - b.start || b.end - a.end);
}

// marks by rising start, the longer first, none inside another
function marksOf(article) {
  const marks = article.names.map(([thing, start, end]) => ({ start, end, kind: "name", thing: things[thing] }));
  for (const { one, said } of statementsIn(article)) {
    const place = said.place ?? (one.kind === "step" && inPoints(said.at.quote, spans(said.at.quote, [one.stage])[0]));
    if (place) marks.push({ start: said.at.start + place[0], end: said.at.start + place[1], kind: one.kind, thing: one.thing });
  }
  for (const [kind, start, end, fate, reason] of article.ledger) marks.push({ start, end, kind: ["used", "aside", "lost"][fate], what: kind, reason });
  const weight = { name: 0, figure: 0, step: 1, used: 2, lost: 3, aside: 4 };
  marks.sort((a, b) => weight[a.kind] - weight[b.kind] || b.end - b.start - (a.end - a.start));
  const kept = [];
  for (const mark of marks) if (!kept.some((one) => one.start < mark.end && mark.start < one.end)) kept.push(mark);
  return kept.sort((a, b) => a.start - b.start);
}
const inPoints = (text, span) => span?.map((at) => [...text.slice(0, at)].length);
function body(article) {
  const marks = marksOf(article), title = [...article.title].length;
  const missed = article.missed.map((number) => evidence[number]), edges = new Set([...missed, ...quotesOf(article)].flatMap((one) => [one.start, one.end]));
  return passages(article).flatMap(({ start, chars }, n) => {
    const found = [], whole = article.text !== "";
    let at = 0;
    for (const text of chars.join("").split("\n")) {
      const from = start + at, to = from + [...text].length;
      if (text.trim()) found.push(el(whole && from === 0 && to === title ? "h2" : "p", {}, ...inked(from, to, chars, start, marks, missed, edges)));
      at += to - from + 1;
    }
    return n > 0 ? [el("p", { class: "gap", "aria-hidden": "true" }, "…"), ...found] : found;
  });
}
// text from–to with its marks, in pieces by sentence; one that was not understood gets a line at its side
function inked(from, to, chars, start, marks, missed, edges) {
  const inner = [...edges].filter((at) => at > from && at < to && !marks.some((mark) => mark.start < at && at < mark.end));
  const cuts = [from, ...inner.sort((a, b) => a - b), to];
  return cuts.slice(1).map((end, n) => {
    const begin = cuts[n], lost = missed.some((one) => one.start <= begin && end <= one.end), parts = [];
    let at = begin;
    for (const mark of marks.filter((one) => one.start >= begin && one.end <= end)) {
      parts.push(chars.slice(at - start, mark.start - start).join(""), inkedMark(mark, chars.slice(mark.start - start, mark.end - start).join("")));
      at = mark.end;
    }
    parts.push(chars.slice(at - start, end - start).join(""));
    return el("span", { "data-from": begin, class: lost && "notUnderstood", title: lost && say("missedHead") }, ...parts);
  });
}
function inkedMark({ kind, thing, reason }, text) {
  const here = thing && thing.id === state.thing;
  const choose = (event) => { if (!event.key || event.key === "Enter" || event.key === " ") { event.preventDefault(); go({ thing: thing.id, link: "" }); } };
  // no button: its text would not break across lines
  if (thing) return el("span", { role: "button", tabindex: "0", class: `ink ${kind}` + (here ? " here" : ""), style: { "--of": `var(--${thing.type})` }, title: thing.label, click: choose, keydown: choose }, text);
  return el("span", { class: "ink " + kind, title: say(kind) + (reason ? say("colon") + word("reasons", reason) : "") }, text);
}

// the facts that an article gave, in the order of its sentences
function ofArticle(article) {
  const groups = new Map();
  for (const { one, said } of statementsIn(article)) groups.set(said.at, [...(groups.get(said.at) ?? []), { one, said }]);
  const rows = [...groups].sort((a, b) => a[0].start - b[0].start);
  return el("div", { class: "understood" }, el("h3", {}, say("understood"), el("span", {}, " " + plain(statementsIn(article).length))), rows.length === 0 && el("p", { class: "hint" }, say("nothingUnderstood")),
    ...rows.map(([at, list]) => el("section", {}, ...list.map(({ one }) => fact(one)), button(shortened(at.quote), () => pointOut(at), { class: "from", title: say("pointOut") }))));
}
// the sentence in the text, brought into sight
function pointOut({ start, end }) {
  for (const one of document.querySelectorAll(".reader .lit")) one.classList.remove("lit");
  const pieces = [...document.querySelectorAll(".reader [data-from]")].filter((one) => Number(one.dataset.from) >= start && Number(one.dataset.from) < end);
  for (const one of pieces) one.classList.add("lit");
  pieces[0]?.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
}
const shortened = (text) => { const all = [...text.trim()]; return all.length > 42 ? all.slice(0, 40).join("") + "…" : all.join(""); };
function fact(one) {
  if (!one.kind) return el("p", {}, link(one.from), el("em", {}, word("out", one.predicate)), link(one.to), one.status !== "actual" && badge(one.status));
  const what = one.kind === "figure" ? [one.indicator, el("b", { class: "value" }, amountOf(one))] : [word("stages", one.stage)];
  return el("p", {}, link(one.thing), el("em", {}, ...what), one.time && el("small", {}, timeText(one.time)), badge(one.status), doubted(one));
}
