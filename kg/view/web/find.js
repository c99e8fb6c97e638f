// Search by name, alias and pinyin, whole (jingdongfang) or initials (jdf); articles by any part of their title.
const TITLES = 6; // articles that a search shows
let hits = [], chosen = -1;
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s"'“”‘’《》「」]/g, "");

let spelled = null; // for each thing: its folded names, and for each spelled name the places where syllables begin
function spellings() {
  return (spelled ??= things.map((thing) => ({
    names: [thing.label, ...thing.aliases].map(folded),
    sounds: thing.pinyin.split("|").filter(Boolean).map((name) => ({ whole: name.replaceAll(" ", ""), starts: startsOf(name), initials: name.split(" ").map((one) => one[0]).join("") })),
  })));
}
function startsOf(name) {
  const starts = new Set();
  let at = 0;
  for (const syllable of name.split(" ")) { starts.add(at); at += syllable.length; }
  return starts;
}
// 0 the name itself, 1 its beginning, 2 inside; by sound 3 to 6; Infinity where it is another
function distance({ names, sounds }, wanted, latin) {
  let least = Infinity;
  for (const name of names) {
    const at = name.indexOf(wanted);
    if (at >= 0) least = Math.min(least, name === wanted ? 0 : at === 0 ? 1 : 2);
  }
  if (!latin || least < 3) return least;
  for (const { whole, starts, initials } of sounds) {
    const at = whole.indexOf(wanted);
    if (at === 0) least = Math.min(least, 3);
    else if (at > 0 && starts.has(at)) least = Math.min(least, 5);
    const first = initials.indexOf(wanted);
    if (first >= 0) least = Math.min(least, first === 0 ? 4 : 6);
  }
  return least;
}
function find(text) {
  const wanted = folded(text);
  if (!wanted) return [];
  const latin = /^[a-z0-9]+$/.test(wanted);
  const found = spellings().map((one, rank) => [distance(one, wanted, latin), rank]).filter(([far]) => far < Infinity);
  const titled = articles.filter((one) => folded(one.title).includes(wanted)).slice(0, TITLES);
  return [...found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 24).map(([, rank]) => things[rank]), ...titled];
}

function listHits() {
  const input = $("search"), list = $("found"), open = input.value.trim() !== "" && document.activeElement === input;
  list.hidden = !open;
  input.setAttribute("aria-expanded", open);
  input.setAttribute("aria-activedescendant", chosen >= 0 ? "hit" + chosen : "");
  const item = (thing, n) => el("li", { role: "option", id: "hit" + n, "aria-selected": String(n === chosen), mousedown: (event) => { event.preventDefault(); pick(thing); } },
    ...(thing.type ? [dot(thing.type), el("span", {}, thing.label, found(thing)), el("small", {}, word("types", thing.type))] : [el("span", {}, thing.title), el("small", {}, say("article") + " " + thing.issued)]));
  list.replaceChildren(...(hits.length ? hits.map(item) : [el("li", { class: "none" }, say("none"))]));
  list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  // under which other name it was found
  function found(thing) {
    const wanted = folded(input.value), alias = !folded(thing.label).includes(wanted) && thing.aliases.find((one) => folded(one).includes(wanted));
    return alias && el("small", {}, alias);
  }
}
function seek(text) {
  $("search").value = text;
  hits = find(text);
  chosen = hits.length ? 0 : -1;
  listHits();
}
function pick(thing) {
  seek("");
  $("search").blur();
  if (!thing.type) go({ view: "reader", article: thing.id, thing: "", link: "" });
  else go({ thing: thing.id, link: "", view: state.view === "overview" || state.view === "reader" ? "graph" : state.view });
}
function startSearch() {
  const input = $("search");
  input.addEventListener("input", () => seek(input.value));
  input.addEventListener("focus", listHits);
  input.addEventListener("blur", () => { $("found").hidden = true; });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) { event.preventDefault(); chosen = (chosen + step + hits.length) % hits.length; listHits(); }
    else if (event.key === "Enter" && hits[chosen]) pick(hits[chosen]);
    else if (event.key === "Escape") { event.stopPropagation(); seek(""); input.blur(); }
  });
}
