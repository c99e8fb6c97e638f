"use strict";
// The editor and the table of results are YASGUI's; nothing is asked of any other server.
const endpoint = new URL("/sparql", location.href).href;
Yasgui.Yasqe.defaults.autocompleters = ["variables"]; // the others ask prefix.cc and lov.linkeddata.es
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  persistenceId: "kg",
  autofocus: true,
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
});

fetch("/api/questions")
  .then((answer) => answer.json())
  .then((questions) => {
    const list = document.getElementById("questions");
    const [zh, en] = [0, 1];
    const at = document.documentElement.lang === "zh" ? zh : en;
    for (const question of questions) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = question.asks.split(" / ")[at] || question.asks;
      button.dataset.name = question.name;
      button.addEventListener("click", () => {
        const tab = yasgui.addTab(true, { name: question.name });
        tab.getYasqe().setValue(question.sparql);
        tab.query();
      });
      list.append(document.createElement("li"));
      list.lastChild.append(button);
    }
  });
