// Completions below the search box, from /suggest: a combobox with a list (WAI-ARIA 1.2).
// The form works without; Enter without a chosen completion sends it as it is.
const input = document.querySelector(".find input[name=q]");
if (input) {
  const list = document.createElement("ul");
  let chosen = -1, timer, asked;
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestions);
  input.form.append(list);
  const set = (name, value) => input.setAttribute(name, value);
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", list.id);
  set("aria-expanded", "false");

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    chosen = -1;
    set("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    const options = [...list.children];
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const option = options[chosen];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    set("aria-activedescendant", option.id);
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, place) => {
      const option = document.createElement("li");
      const name = document.createElement("bdi");
      const told = document.createElement("span");
      option.id = `suggestion-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = new URL(one.url, location.href).pathname;
      name.textContent = one.name;
      if (one.language) name.lang = one.language;
      told.textContent = one.description;
      option.append(name, " ", told);
      return option;
    }));
    chosen = -1;
    list.hidden = !found.length;
    set("aria-expanded", String(!list.hidden));
  };
  const open = (option) => {
    const { lang } = input.form.elements;
    location.href = option.dataset.url + (lang ? `?lang=${lang.value}` : "");
  };
  const ask = async () => {
    const q = input.value.trim();
    if (q.length < 2) return close();
    asked = new AbortController();
    const wish = new URLSearchParams({ q, form: "json", limit: 8, lang: document.documentElement.lang });
    try {
      const answer = await fetch(`/suggest?${wish}`, { signal: asked.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).result);
    } catch { /* it was aborted, or there is no network: the form is still there */ }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked?.abort();
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && list.hidden) return void ask();
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) open(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
}
