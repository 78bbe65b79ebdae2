// The conversation: example questions, scrolling to a new one, and what the reader had opened or focused.
// Gradio runs this as a function body with element, trigger and watch.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const touch = matchMedia("(pointer: coarse)");
const opened = new Set();
let turns = 0;

element.addEventListener("click", (event) => {
  const example = event.target.closest("button.example");
  if (example) trigger("example", { question: example.textContent });
});

const keyOf = (details) => details.closest(".turn")?.id;

element.addEventListener("toggle", ({ target }) => {
  if (target.open) opened.add(keyOf(target));
  else opened.delete(keyOf(target));
}, true);

watch("value", () => {
  // Gradio brings the page to the new HTML, which knows nothing of what was opened.
  for (const details of element.querySelectorAll("details")) details.open = opened.has(keyOf(details));

  const all = element.querySelectorAll(".turn");
  if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  if (all.length < turns) opened.clear();
  turns = all.length;

  // Send, Stop and the examples go away when used, and would take the focus with them. Not on a phone: the
  // keyboard would cover the answer.
  if (document.activeElement === document.body && !touch.matches) document.querySelector("#question textarea")?.focus();
});
