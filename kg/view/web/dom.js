// Elements from data: everything from articles enters as text nodes or attributes, never as markup.
const $ = (id) => document.getElementById(id);
const root = document.documentElement;

// what turns the direction of a line or cannot be seen is written out
const visible = (text) => String(text).replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g,
  (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));

function made(element, props, children) {
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else if (key === "style") for (const [name, set] of Object.entries(value)) element.style.setProperty(name, set);
    else element.setAttribute(key, value === true ? "" : value);
  }
  const shown = children.flat(9).filter((child) => child !== undefined && child !== null && child !== false && child !== "");
  element.append(...shown.map((child) => (child instanceof Node ? child : visible(child))));
  return element;
}
const el = (tag, props = {}, ...children) => made(document.createElement(tag), props, children);
const drawn = (tag, props = {}, ...children) => made(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);

const dot = (type) => el("span", { class: "dot", style: { background: `var(--${type})` }, "aria-hidden": "true" });
const lamp = (colour) => el("span", { class: "lamp", style: { background: `var(--${colour})` }, "aria-hidden": "true" });
const button = (text, click, props = {}) => el("button", { type: "button", click, ...props }, text);
const badge = (status) => status && el("span", { class: "badge " + status }, word("status", status));
const link = (thing, props = {}) => button(thing.label, () => go({ thing: thing.id, link: "" }), { class: "link", ...props });

// a long list shows its beginning; what comes near the window's edge is added
const PAGE = 120;
function unrolled(box, rows, row) {
  let at = 0;
  const more = el(box.tagName === "TBODY" ? "tr" : box.tagName === "UL" ? "li" : "div", { class: "more" });
  const add = () => {
    more.before(...rows.slice(at, at + PAGE).map((one, n) => row(one, at + n)));
    at += PAGE;
    if (at >= rows.length) { more.remove(); watch.disconnect(); }
  };
  const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) add(); }, { rootMargin: "600px" });
  box.append(more);
  add();
  if (at < rows.length) watch.observe(more);
  return box;
}
