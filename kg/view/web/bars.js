// Rows of bars: who, a bar of one or several parts, and the number as people say it.
// A part is {from, to, kind, title, click}. Where few bars are far longer than all others they are cut short, visibly.
const FEW = 4, FAR = 8;
function widest(ends) {
  const [first, ...rest] = [...ends].sort((a, b) => b - a), common = rest[FEW - 1] ?? 0;
  return (common > 0 && first > FAR * common ? 1.3 * common : first) || 1;
}
function barRows(rows) {
  const most = widest(rows.map(({ parts }) => Math.max(0, ...parts.map(({ to }) => to)))), share = (value) => `${(100 * Math.min(value / most, 1)).toFixed(2)}%`;
  const part = ({ from = 0, to, kind: known, title, click }) => {
    const place = { left: share(from), width: `calc(${share(to)} - ${share(from)})` }, kind = known + (to > most ? " cut" : "");
    return click ? el("button", { type: "button", class: "part " + kind, style: place, title, "aria-label": title, click }) : el("i", { class: "part " + kind, style: place, title });
  };
  const row = ({ who, note, parts, said }) => el("div", { class: "barRow" }, el("span", { class: "who" }, ...who, note && el("small", {}, note)), el("span", { class: "lie" }, ...parts.map(part)), el("span", { class: "said" }, ...said));
  return unrolled(el("div", { class: "barRows" }), rows, row);
}
// one amount: up to where it is certain, and beyond as far as it may reach
function reach(one, click) {
  const [low, high, value] = [one.lower, one.upper, one.value].map((raw) => (raw === "" ? null : Number(raw))), title = [amountOf(one), boundsOf(one), one.said[0]?.at.quote].filter(Boolean).join("\n");
  const certain = one.comparator === "atMost" ? { from: 0, to: high ?? value, kind: "atMost" } : { from: 0, to: value ?? low ?? high, kind: one.comparator || "exactly" };
  const parts = [{ ...certain, title, click }];
  if (one.comparator === "between" && low !== null && high !== null) parts.splice(0, 1, { from: 0, to: low, kind: "exactly", title, click }, { from: low, to: high, kind: "between", title });
  return parts;
}
const KINDS_OF_BARS = ["exactly", "atLeast", "approximately", "between", "atMost"];
const barKey = (kinds) => el("p", { class: "hint key" }, ...KINDS_OF_BARS.filter((kind) => kinds.has(kind)).map((kind) => el("span", { class: "barKey" }, el("i", { class: "part " + kind }), word("bounds", kind))));
