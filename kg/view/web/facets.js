// Filters: which things match, and how many would for each value. A value counts what the other filters leave.
const BIT = Object.fromEntries([...LISTS, "amount", "time"].map((name, n) => [name, 1 << n]));

const VALUES = {
  type: (thing) => [thing.type],
  region: (thing) => regionsOf(thing).map((one) => one.id),
  industry: (thing) => industriesOf(thing).map((one) => one.id),
  status: (thing) => [...thing.figures, ...thing.steps, ...thing.links].map((one) => one.status).filter(Boolean),
  stage: (thing) => thing.steps.map((step) => step.stage),
  source: (thing) => thing.articles.map((one) => one.id),
  ground: (thing) => [...(thing.articles.length > 1 ? ["several"] : []), ...[...thing.figures, ...thing.steps].map((one) => one.ground), ...thing.links.flatMap((one) => one.grounds)],
  light: (thing) => [lampOf(thing)?.colour].filter(Boolean),
  mark: (thing) => [...(findingsOf(thing).length ? ["conflict"] : []), ...(missedAt.has(thing) ? ["missed"] : []), ...(twinsOf.has(thing) ? ["twin"] : [])],
};
const cache = Object.fromEntries(LISTS.map((name) => [name, null]));
function valuesOf(name) {
  return (cache[name] ??= things.map((thing) => [...new Set(VALUES[name](thing))]));
}
const timesOf = (thing) => [...thing.figures, ...thing.steps].map((one) => one.time).filter(Boolean).map(daysOf);
const yuanOf = (thing) => thing.figures.filter((one) => one.unit === "CNY").map((one) => Number(one.value || one.lower || one.upper));

function failing(thing, chosen, least, most, first, last) {
  let mask = 0;
  for (const [name, wanted, values] of chosen) if (!values[thing.rank].some((value) => wanted.has(value))) mask |= BIT[name];
  if ((state.min || state.max) && !yuanOf(thing).some((yuan) => yuan >= least && yuan <= most)) mask |= BIT.amount;
  if ((state.from || state.to) && !timesOf(thing).some(([from, to]) => to >= first && from <= last)) mask |= BIT.time;
  return mask;
}

// For the state as it is: the things that match, in order of rank, and what fails each of the others.
let matched = { key: null };
function matching() {
  const key = JSON.stringify([...LISTS.map((name) => state[name]), ...SINGLE.map((name) => state[name])]);
  if (matched.key === key) return matched;
  const chosen = LISTS.filter((name) => state[name].length).map((name) => [name, new Set(state[name]), valuesOf(name)]);
  const bound = (text, none) => (text === "" || Number.isNaN(Number(text)) ? none : Number(text) * 1e8);
  const masks = things.map((thing) => failing(thing, chosen, bound(state.min, -Infinity), bound(state.max, Infinity), state.from ? dayOf(state.from, 0) : 0, state.to ? dayOf(state.to, 1) : 1e9));
  const list = things.filter((thing) => masks[thing.rank] === 0);
  matched = { key, list, set: new Set(list), masks };
  return matched;
}
function countsOf(name) {
  const { masks } = matching(), values = valuesOf(name), counts = new Map();
  for (const thing of things) {
    if (masks[thing.rank] & ~BIT[name]) continue;
    for (const value of values[thing.rank]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
const filtered = () => LISTS.some((name) => state[name].length) || SINGLE.some((name) => state[name] !== "");
// of a matching thing, the statements that the filters of status, time, ground and article leave
function passes(one) {
  const [from, to] = one.time ? daysOf(one.time) : [0, 1e9];
  return (!state.status.length || state.status.includes(one.status))
    && (!state.stage.length || one.kind !== "step" || state.stage.includes(one.stage))
    && (!state.source.length || one.said.some((said) => state.source.includes(said.at.article.id)))
    && (!(state.from || state.to) || (one.time && to >= (state.from ? dayOf(state.from, 0) : 0) && from <= (state.to ? dayOf(state.to, 1) : 1e9)));
}
const without = () => ({ ...Object.fromEntries(LISTS.map((name) => [name, []])), ...Object.fromEntries(SINGLE.map((name) => [name, ""])) });
