"use strict";
// Filters the cases. Without it the page is whole: cases stand under their headings, and this form stays hidden.
const form = document.getElementById("filter");
if (form) {
  const fields = form.elements;
  const cases = [...document.querySelectorAll("details.case")].map((element) => ({
    element,
    marks: element.dataset.marks.split(" "),
    tags: JSON.parse(element.dataset.tags),
    text: element.textContent.toLowerCase(),
  }));
  const groups = [...document.querySelectorAll("section.group")];
  const unfold = (open) => cases.forEach(({ element }) => { if (!element.hidden) element.open = open; });

  const filter = () => {
    const words = fields.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { element, marks, tags, text } of cases) {
      const fits =
        (!fields.verdict.value || marks.includes(fields.verdict.value)) &&
        (!fields.tag.value || tags.includes(fields.tag.value)) &&
        words.every((word) => text.includes(word));
      element.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector("details.case:not([hidden])");
    fields.count.value = `${shown} of ${cases.length} cases`;
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  fields.unfold.addEventListener("click", () => unfold(true));
  fields.fold.addEventListener("click", () => unfold(false));
  filter();
}
