// What projects cost, as the latest article says it; sums are of lower bounds, and nothing is counted twice.
const { invested: CALLED, no_cost: NO_COST, currency } = words.cost;
const isCost = (one) => one.unit === currency && CALLED.some((part) => one.indicator.includes(part)) && !NO_COST.some((part) => one.indicator.includes(part));
const issuedOf = (one) => one.said.map(({ at }) => at.article.issued).sort().at(-1) ?? "";
const valueOf = (one) => Number(one.value || one.lower || one.upper);
const costs = new Map();
function costOf(project) {
  if (!costs.has(project)) {
    const rows = project.figures.filter(isCost).map((one) => [issuedOf(one), valueOf(one), one]);
    costs.set(project, rows.sort((a, b) => (a[0] < b[0] ? 1 : a[0] > b[0] ? -1 : b[1] - a[1]))[0]?.[2] ?? null);
  }
  return costs.get(project);
}
function investedIn(project) {
  const cost = costOf(project);
  return cost ? Number(cost.lower || (cost.comparator === "atMost" ? 0 : cost.value)) : 0;
}
// what is part of a counted project is not counted again
function wholes(list) {
  const set = new Set(list.filter((one) => one.type === "Project" && investedIn(one)));
  return [...set].filter((one) => !targets(one, "partOf").some((whole) => set.has(whole)));
}
const invested = (list) => wholes(list).reduce((sum, one) => sum + investedIn(one), 0);
