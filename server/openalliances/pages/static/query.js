// The query page: a button that stops, and an editor over the field where it was prepared.
(() => {
  "use strict";
  const form = document.querySelector("form[data-terms]");
  if (!form) return;
  const field = form.querySelector("textarea");
  const label = form.querySelector("label");
  const stop = form.querySelector(".stop");

  // To stop loading closes the connection, at which the server gives up the query.
  form.addEventListener("submit", () => { stop.hidden = false; });
  stop.addEventListener("click", () => {
    window.stop();
    stop.hidden = true;
    form.querySelector("[type=submit]").focus();
  });
  addEventListener("pageshow", () => { stop.hidden = true; });

  if (typeof Yasqe !== "function") return;
  const nothing = { prefixes: {}, classes: [], properties: [] };
  let terms;
  const known = () => {
    terms ??= fetch(form.dataset.terms).then((answer) => answer.json()).catch(() => nothing);
    return terms;
  };
  const matching = (kind) => (_, token) => known().then((all) => {
    const begun = token.autocompletionString || token.string;
    return all[kind].filter((iri) => iri.startsWith(begun));
  });
  const ours = { bulk: false, persistenceId: null };
  Yasqe.forkAutocompleter("prefixes", {
    ...ours, name: "our-prefixes", bulk: true,
    get: () => known().then(({ prefixes }) =>
      Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`)),
  });
  Yasqe.forkAutocompleter("class", { ...ours, name: "our-classes", get: matching("classes") });
  Yasqe.forkAutocompleter("property", { ...ours, name: "our-properties", get: matching("properties") });

  const place = document.createElement("div");
  place.className = "editor";
  field.before(place);
  const run = () => form.requestSubmit();
  const editor = new Yasqe(place, {
    value: field.value,
    autocompleters: ["our-prefixes", "our-classes", "our-properties", "variables"],
    persistenceId: null, consumeShareLink: null, createShareableLink: null,
    showQueryButton: false, resizeable: false, viewportMargin: Infinity,
    extraKeys: {
      ...Yasqe.defaults.extraKeys,
      // Tab leads on, as it does everywhere: nobody is kept in the editor (WCAG 2.1.2).
      Tab: false, "Shift-Tab": false, "Ctrl-S": false,
      "Ctrl-Enter": run, "Cmd-Enter": run,
    },
  });
  const input = editor.getInputField();
  input.id = "query-editor";
  input.setAttribute("aria-describedby", "query-keys");
  label.htmlFor = input.id;
  field.hidden = true;
  form.querySelector(".keys").hidden = false;
  editor.on("change", () => { field.value = editor.getValue(); });
  field.value = editor.getValue();
})();
