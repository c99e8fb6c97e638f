// A sentence with what matters in it marked, and where it stands.
// Names are stored folded (half width, no white space): compare folded, mark as written.
function spans(text, wanted) {
  const offsets = [];
  let plain = "";
  for (let i = 0; i < text.length; i++) {
    for (const c of text[i].normalize("NFKC").replace(/\s/g, "")) { plain += c; offsets.push(i); }
  }
  const found = [];
  for (const mark of wanted.map((one) => one.normalize("NFKC").replace(/\s/g, "")).filter(Boolean)) {
    const at = plain.indexOf(mark);
    if (at >= 0) found.push([offsets[at], offsets[at + mark.length - 1] + 1]);
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.filter((span, i) => !found.slice(0, i).some((before) => before[1] > span[0]));
}

function sentence(at, marks) {
  const text = at.quote, { article } = at, block = el("blockquote");
  let done = 0;
  for (const [first, last] of marks) {
    block.append(visible(text.slice(done, first)), el("mark", {}, text.slice(first, last)));
    done = last;
  }
  block.append(visible(text.slice(done)));
  const title = article.title || say("untitled");
  block.append(el("footer", { title: say("span", { a: at.start, b: at.end }) },
    button(title, () => go({ view: "reader", article: article.id, thing: "", link: "" }), { class: "link" }), article.issued && el("span", {}, article.issued), source(article)));
  return block;
}
function source(article) {
  return /^https?:\/\//.test(article.source) && el("a", { href: article.source, rel: "noreferrer noopener", target: "_blank" }, say("source"));
}

const namesOf = (thing) => [thing.label, ...thing.aliases];
// what of a sentence says a thing: the amount as written, the stage's word, else the names
function marksIn(one, { at, place }) {
  const text = at.quote;
  if (place) return [inUnits(text, place)];
  const found = one.kind === "step" ? spans(text, [one.stage]) : [];
  return found.length ? found : spans(text, [one.thing, one.from, one.to].filter(Boolean).flatMap(namesOf));
}
// code points → the units that this language counts strings in
function inUnits(text, place) {
  const chars = [...text];
  return place.map((at) => chars.slice(0, at).join("").length);
}
const proof = (one) => (one.said.length ? one.said.map((said) => sentence(said.at, marksIn(one, said))) : [el("blockquote", {}, say("byCode"))]);
