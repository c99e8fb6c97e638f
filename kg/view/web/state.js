// What is looked at: all of it stands in the address, so that a view can be shared and the back button works.
const LISTS = ["type", "region", "industry", "status", "stage", "light", "source", "ground", "mark"];
const SINGLE = ["min", "max", "from", "to"];
const EMPTY = {
  view: "", thing: "", link: "", article: "", around: "", hops: "1", table: "things", sort: "", chart: "investment", level: "city", indicator: "", lang: data.lang,
  ...Object.fromEntries(LISTS.map((name) => [name, []])), ...Object.fromEntries(SINGLE.map((name) => [name, ""])),
};
const VIEWS = ["overview", "graph", "map", "charts", "timeline", "table", "reader"];
const CHARTS = ["investment", "progress", "indicator"];
const SMALL = 400; // up to so many things the graph shows them all at once
const ALLOWED = { view: VIEWS, lang: ["zh", "en"], hops: ["1", "2", "3"], table: ["things", "figures", "steps", "links"], chart: CHARTS, level: Object.keys(DIGITS) };
const homeView = things.length && things.length <= SMALL ? "graph" : "overview";
let state = parsed(location.hash);

// An address that nobody can read shows the beginning: a thing that is not there is passed over.
function parsed(hash) {
  const found = { ...EMPTY, view: homeView };
  for (const [key, value] of new URLSearchParams(hash.slice(1))) {
    if (value === "" && key.startsWith(data.base)) found.thing = key; // an IRI alone is the address of a thing
    else if (LISTS.includes(key)) found[key] = value.split(",").filter(Boolean).map(unescaped);
    else if (key in EMPTY && (!(key in ALLOWED) || ALLOWED[key].includes(value))) found[key] = value;
  }
  for (const key of ["thing", "around"]) {
    if (found[key].startsWith(data.base)) found[key] = found[key].slice(data.base.length);
    if (!byId.has(found[key])) found[key] = "";
  }
  if (!links[found.link]) found.link = "";
  if (!articleById.has(found.article)) found.article = "";
  return found;
}
// a value of a list: what parts the values is escaped in it; what is not well formed stands for itself
function unescaped(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}
function written(one) {
  const params = new URLSearchParams();
  for (const [key, empty] of Object.entries({ ...EMPTY, view: homeView })) {
    const value = LISTS.includes(key) ? one[key].map((part) => part.replace(/[%,]/g, encodeURIComponent)).join(",") : one[key];
    if (value !== (LISTS.includes(key) ? "" : empty)) params.set(key, value);
  }
  return "#" + params;
}

// A step of the reader's way: `replace` for what is dragged or typed, so that one step back undoes all of it.
function go(changes, replace = false) {
  const before = state;
  state = { ...state, ...changes };
  const address = written(state);
  if (address !== written(before)) {
    try { history[replace ? "replaceState" : "pushState"](null, "", address); } catch { /* a frame may forbid it */ }
  }
  show(before);
}
function returned() {
  const before = state;
  state = parsed(location.hash);
  show(before);
}
