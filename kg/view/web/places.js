// Where things stand that the page draws on demand: the same every time, for chance has no part in it.
const STEP = 150;

// one thing in the middle, what is n links away on the nth ring, beside what it hangs on
function radial(centre, drawnThings) {
  const wanted = new Set(drawnThings), rings = [[centre]], children = new Map([[centre, []]]);
  for (let ring = rings[0]; ring.length; ring = rings.at(-1)) {
    rings.push([]);
    for (const thing of ring) {
      for (const one of ordered(thing)) {
        if (!wanted.has(one) || children.has(one)) continue;
        children.set(one, []);
        children.get(thing).push(one);
        rings.at(-1).push(one);
      }
    }
  }
  const leaves = (thing) => Math.max(1, children.get(thing).reduce((sum, one) => sum + leaves(one), 0));
  const radii = [0]; // wide enough that one leaf's share of the innermost ring holds a label
  for (const _ of rings.slice(1)) radii.push(Math.max(radii.at(-1) + STEP, (leaves(centre) * 50) / (2 * Math.PI)));
  const found = new Map();
  const place = (thing, depth, from, to) => {
    const angle = (from + to) / 2, share = (to - from) / leaves(thing);
    found.set(thing, { x: Math.round(1.25 * radii[depth] * Math.cos(angle)), y: Math.round(radii[depth] * Math.sin(angle)) });
    let at = from;
    for (const one of children.get(thing)) { place(one, depth + 1, at, at + share * leaves(one)); at += share * leaves(one); }
  };
  place(centre, 0, -Math.PI / 2, 1.5 * Math.PI);
  return found;
}
const ordered = (thing) => thing.links.map((link) => [link.predicate + (link.from === thing), other(link, thing)]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1].rank - b[1].rank)).map(([, one]) => one);

// things without a middle: drawn together by their links, apart by their labels (Fruchterman and Reingold, 1991)
function settled(drawnThings) {
  const list = [...drawnThings], at = new Map(list.map((thing, n) => [thing, n])), count = list.length;
  const x = Float64Array.from(list, (_, n) => 40 * Math.sqrt(n) * Math.cos(2.4 * n)), y = Float64Array.from(list, (_, n) => 40 * Math.sqrt(n) * Math.sin(2.4 * n));
  const pairs = list.flatMap((thing, n) => thing.links.map((link) => at.get(other(link, thing))).filter((m) => m > n).map((m) => [n, m]));
  const ideal = 95;
  for (let round = 0; round < 140; round++) {
    const heat = 60 * (1 - round / 140), dx = new Float64Array(count), dy = new Float64Array(count);
    const push = (n, m, a, b, by) => { dx[n] += a * by; dy[n] += b * by; dx[m] -= a * by; dy[m] -= b * by; };
    for (let n = 0; n < count; n++) {
      for (let m = n + 1; m < count; m++) {
        const a = x[n] - x[m], b = y[n] - y[m];
        push(n, m, a, b, (ideal * ideal) / (a * a + b * b || 0.01));
      }
    }
    for (const [n, m] of pairs) {
      const a = x[n] - x[m], b = y[n] - y[m];
      push(n, m, a, b, -Math.sqrt(a * a + b * b) / ideal);
    }
    for (let n = 0; n < count; n++) {
      dx[n] -= x[n] * 0.35; dy[n] -= y[n] * 0.5;
      const far = Math.hypot(dx[n], dy[n]) || 1;
      x[n] += (dx[n] / far) * Math.min(far, heat); y[n] += (dy[n] / far) * Math.min(far, heat);
    }
  }
  return new Map(list.map((thing, n) => [thing, { x: Math.round(x[n] * 1.3), y: Math.round(y[n]) }]));
}

// the places that were computed beforehand; what has none stands around its first neighbour that has one
function given(drawnThings) {
  const found = new Map(), around = new Map();
  for (const thing of drawnThings) if (data.places[thing.rank]) found.set(thing, { x: data.places[thing.rank][0], y: data.places[thing.rank][1] });
  for (const thing of drawnThings) {
    if (found.has(thing)) continue;
    const centre = ordered(thing).find((one) => found.has(one)), n = (around.get(centre) ?? 0) + 1, { x, y } = found.get(centre) ?? { x: -120, y: -120 };
    around.set(centre, n);
    found.set(thing, { x: Math.round(x + 62 * Math.sqrt(n + 1) * Math.cos(2.4 * n)), y: Math.round(y + 62 * Math.sqrt(n + 1) * Math.sin(2.4 * n)) });
  }
  return found;
}
