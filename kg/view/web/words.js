// Words of the interface, amounts and times as people write them.
const say = (key, fill = {}) => words[state.lang][key].replace(/\{(\w+)\}/g, (_, name) => fill[name]);
const word = (table, key) => words[state.lang][table][key] ?? key;
const locale = () => (state.lang === "zh" ? "zh-CN" : "en");
const plain = (number) => number.toLocaleString(locale());

const tidy = (number) => String(Number(number.toPrecision(12)));
const SCALES = { zh: [[1e12, " 万亿"], [1e8, " 亿"], [1e4, " 万"]], en: [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"]] };
const BRIEF = { zh: SCALES.zh, en: [[1e12, " tn"], [1e9, " bn"], [1e6, " m"]] };
function amount(raw, unit) {
  const number = Number(raw);
  if (unit === "%") return tidy(number) + "%";
  if (unit === "名") return say("rank", { n: tidy(number) });
  const [by, suffix] = SCALES[state.lang].find(([by]) => Math.abs(number) >= by) ?? [1, state.lang === "zh" ? " " : ""];
  if (state.lang === "zh") return tidy(number / by) + suffix + word("units", unit);
  const figure = (number / by).toLocaleString("en", { maximumFractionDigits: 6 }) + suffix;
  return unit === "CNY" || unit === "USD" ? `${unit} ${figure}` : `${figure} ${unit}`;
}
const amountOf = ({ comparator, value, lower, upper, unit }) => word("comparators", comparator) + (value ? amount(value, unit) : [lower, upper].filter(Boolean).map((part) => amount(part, unit)).join(" – "));
function boundsOf({ lower, upper, unit }) {
  if (lower && lower === upper) return "";
  const ends = [["lower", lower], ["upper", upper]].filter(([, end]) => end).map(([name, end]) => `${say(name)} ${amount(end, unit)}`);
  return ends.join(say("comma")) || say("noBounds");
}
// money rounded to three figures, for sums and cells
function money(yuan) {
  if (!yuan) return "";
  const [by, suffix] = BRIEF[state.lang].find(([by]) => yuan >= by) ?? [1, ""];
  return (yuan / by).toLocaleString(locale(), { maximumSignificantDigits: 3 }) + suffix;
}

// what tells a thing apart whose name alone does not: what it is part of, else where it lies
const contextOf = (thing) => (thing.links.find((link) => link.from === thing && link.predicate === "partOf" && link.to.type === thing.type)?.to ?? (thing.type === "Region" ? parentOf(thing) : regionsOf(thing)[0]))?.label ?? "";
const timeText = (time) => time.replace("/", "–");
// first and last day of a time (2022, 2022-03, 2022-Q1, FIRST/LAST), as numbers YYYYMMDD
function daysOf(time) {
  const [first, last = first] = time.split("/");
  return [dayOf(first, 0), dayOf(last, 1)];
}
function dayOf(time, end) {
  const quarter = /^(\d{4})-Q(\d)$/.exec(time);
  const [year, month, day] = quarter ? [quarter[1], quarter[2] * 3 - (end ? 0 : 2)] : time.split("-");
  return Number(year) * 10000 + Number(month ?? (end ? 12 : 1)) * 100 + Number(day ?? (end ? 31 : 1));
}
// a time as a number of months since the year 0, where it begins
function monthOf(time) {
  const day = dayOf(time.split("/")[0], 0);
  return Math.floor(day / 10000) * 12 + (Math.floor(day / 100) % 100) - 1;
}
const monthText = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
