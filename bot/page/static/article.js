// The article beside the chat: opened by citation links anywhere on the page, closed by its button or Escape.
// Gradio runs this as a function body with element, trigger and watch.

const CITATION = 'a[href^="#cite-"]';
const root = document.documentElement;
const narrow = matchMedia("(max-width: 899px)");
let opener = null;
let opening = 0;

const isOpen = () => root.dataset.article === "open";
const fragmentOf = (link) => link.getAttribute("href").slice(1);

function ask(fragments) {
  // A new number each time: the same article twice in a row would be no change, and nobody would be told.
  opening += 1;
  trigger("cite", { fragments, opening });
}

function layOut() {
  // On a phone the article covers the chat, which must then not be reachable behind it.
  document.getElementById("chat").inert = isOpen() && narrow.matches;
}

function show() {
  if (!isOpen() && narrow.matches) history.pushState({ article: true }, "");
  root.dataset.article = "open";
  layOut();
  element.querySelector("h2").focus({ preventScroll: true });
  const mark = element.querySelector("#chosen-quote");
  if (mark) mark.scrollIntoView({ block: "center" });
  else element.querySelector(".body").scrollTop = 0;
}

function hide() {
  if (!isOpen()) return;
  delete root.dataset.article;
  layOut();
  const back = opener?.isConnected ? opener : document.querySelector("#question textarea");
  back?.focus();
}

// The phone's own back gesture closes the article too; so closing it takes that step back.
const close = () => (history.state?.article ? history.back() : hide());

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(CITATION);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  opener = link;
  const own = fragmentOf(link);
  const others = Array.from(link.closest(".turn")?.querySelectorAll(CITATION) ?? [], fragmentOf);
  ask([...new Set([own, ...others])]);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) close();
});

element.addEventListener("click", (event) => {
  if (event.target.closest("button.close")) close();
});

addEventListener("popstate", hide);
narrow.addEventListener("change", layOut);
watch("value", () => (element.querySelector("article") ? show() : hide()));

if (history.state?.article) history.replaceState(null, ""); // left over from before a reload

// A copied citation link leads to the same place.
if (location.hash.startsWith("#cite-")) ask([location.hash.slice(1)]);
