// The frame: which view is shown, what stands beside it, keys, language, light and dark.
const SHOW = { overview: showOverview, graph: showGraph, map: showMap, charts: showCharts, timeline: showTimeline, table: showTable, reader: showReader };
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 900px)");
let railOpen = !narrow.matches, lastFocus = null;

function show(before = null) {
  const changed = (...keys) => !before || keys.some((key) => String(state[key]) !== String(before[key]));
  if (changed("lang")) dress();
  for (const tab of $("tabs").children) tab.setAttribute("aria-current", tab.dataset.view === state.view ? "page" : "false");
  document.body.dataset.view = state.view;
  const asked = changed("lang", "view", "article", "table", "sort", "around", "hops", "chart", "level", "indicator", ...LISTS, ...SINGLE);
  if (asked) showRail();
  showPanel(changed("thing", "link", "article", "view"));
  const kept = $("view").scrollTop;
  if (changed("view") && before) $("view").replaceChildren();
  if (asked || ["graph", "map", "reader"].includes(state.view)) SHOW[state.view]($("view"));
  $("view").scrollTop = changed("view", "article", "table", "sort", "chart") ? 0 : kept;
  $("count").textContent = filtered() ? say("matching", { a: plain(matching().list.length), b: plain(things.length) }) : say("total", { n: plain(things.length) });
  document.body.dataset.ready = "yes";
}
function showRail() {
  const kept = $("rail").scrollTop, focused = document.activeElement?.closest?.("label[data-value]")?.dataset.value;
  document.body.classList.toggle("rail-open", railOpen);
  $("filters").setAttribute("aria-expanded", String(railOpen));
  $("rail").replaceChildren(...(railOpen ? [state.view === "reader" ? articleList() : rail()] : []));
  $("rail").scrollTop = kept;
  if (focused) $("rail").querySelector(`label[data-value="${CSS.escape(focused)}"] input`)?.focus({ preventScroll: true });
}
function showPanel(moved) {
  const found = panel(), box = $("panel"), opened = Boolean(found) && !document.body.classList.contains("panel-open");
  document.body.classList.toggle("panel-open", Boolean(found));
  document.body.classList.toggle("picked", Boolean(state.thing || state.link));
  box.replaceChildren(...(found ? [found] : []));
  if (!moved) return;
  box.scrollTop = 0;
  if (opened) lastFocus = document.activeElement;
  if (state.thing || state.link) box.querySelector("h2")?.focus({ preventScroll: !narrow.matches });
  else if (!found) lastFocus?.focus?.({ preventScroll: true });
}

function dress() {
  root.lang = locale();
  document.title = $("title").textContent = visible(data.title || say("title"));
  for (const [id, key] of [["lang", "other"], ["filters", "filters"]]) $(id).textContent = say(key);
  $("search").placeholder = say("search");
  $("skip").textContent = say("skip");
  for (const [id, key] of [["search", "search"], ["tabs", "views"], ["rail", "filters"], ["panel", "details"], ["theme", root.dataset.theme === "dark" ? "light" : "dark"]]) $(id).setAttribute("aria-label", say(key));
  $("theme").title = say(root.dataset.theme === "dark" ? "light" : "dark");
  $("tabs").replaceChildren(...VIEWS.map((view, n) => button(say(view + "Tab"), () => go({ view }), { "data-view": view, title: say("key", { n: n + 1 }) })));
}
function wear(theme) {
  root.dataset.theme = theme;
  dress();
  show();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=range]), textarea");
  if (event.key === "Escape" && (state.thing || state.link)) go({ thing: "", link: "" });
  else if (event.key === "/" && !typing) { event.preventDefault(); $("search").focus(); }
  else if (!typing && state.view === "reader" && !state.thing && ["ArrowLeft", "ArrowRight"].includes(event.key)) turnPage(event.key === "ArrowLeft" ? -1 : 1);
  else if (!typing && VIEWS[Number(event.key) - 1]) go({ view: VIEWS[Number(event.key) - 1] });
});
$("theme").addEventListener("click", () => wear(root.dataset.theme === "dark" ? "light" : "dark"));
$("lang").addEventListener("click", () => go({ lang: state.lang === "zh" ? "en" : "zh" }, true));
$("filters").addEventListener("click", () => { railOpen = !railOpen; showRail(); });
$("skip").addEventListener("click", () => $("view").focus());
dark.addEventListener("change", (event) => wear(event.matches ? "dark" : "light"));
narrow.addEventListener("change", (event) => { railOpen = !event.matches; showRail(); });
window.addEventListener("popstate", returned);
new ResizeObserver(() => { if (state.view === "map" && $("view").contains(mapped.svg)) requestAnimationFrame(paintMap); }).observe($("view"));
new ResizeObserver(() => { if (state.view === "graph" && drawing.network && !state.thing && !state.link) requestAnimationFrame(() => drawing.network && fit()); }).observe($("view"));
startSearch();
root.dataset.theme = dark.matches ? "dark" : "light";
show();
