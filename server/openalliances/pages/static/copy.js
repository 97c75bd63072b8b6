// Beside each IRI for linking: a button that copies it. Pages work without.
for (const code of document.querySelectorAll("dd > code.iri")) {
  const { copy, copied } = document.body.dataset;
  if (!navigator.clipboard || !copy) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = copied;
    setTimeout(() => { button.textContent = copy; }, 2000);
  });
  code.after(" ", button);
}
