// The page of a report: a click on a stretch of the text opens its statement, and the statement lights the stretches.
// Without this, each cue is a link to its statement, which the browser opens.

const root = document.documentElement;
root.classList.add("js");
const sheet = document.querySelector(".sheet");
const cards = new Map([...document.querySelectorAll(".statement")].map((card) => [card.dataset.s, card]));
let from = null;

const marks = (id) => sheet.querySelectorAll(`[data-s="${CSS.escape(id)}"]`);

const light = (id) => {
  for (const mark of sheet.querySelectorAll(".on")) mark.classList.remove("on");
  if (id) for (const mark of marks(id)) mark.classList.add("on");
};

const show = (card, focus = false) => {
  for (const other of cards.values()) if (other !== card) other.open = false;
  light(card ? card.dataset.s : null);
  if (!card) return;
  card.open = true;
  card.scrollIntoView({ block: "nearest" });
  if (focus) card.querySelector("summary").focus({ preventScroll: true });
};

const shut = () => {
  show(null);
  if (from && from.isConnected) from.focus();
  from = null;
};

// A button to close the sheet that an open statement is on a small screen.
for (const card of cards.values()) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "×";
  close.setAttribute("aria-label", card.querySelector("summary .badge").textContent + " ×");
  close.addEventListener("click", shut);
  card.querySelector(".opened").prepend(close);
  card.addEventListener("toggle", () => {
    if (card.open) show(card);
    else if (![...cards.values()].some((other) => other.open)) light(null);
  });
}

sheet.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-s]");
  const card = mark && cards.get(mark.dataset.s);
  if (!card || event.target.closest(".whence") || !getSelection().isCollapsed) return;
  event.preventDefault();
  from = mark.closest("a") || marks(mark.dataset.s)[0];
  show(card, true);
  history.replaceState(null, "", `#${mark.dataset.s}`);
  mark.scrollIntoView({ block: "nearest" });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && [...cards.values()].some((card) => card.open)) shut();
});

// A link from elsewhere names a statement; in a long text it may stand in another part, which the server knows.
const asked = () => {
  const id = location.hash.slice(1);
  if (cards.has(id)) {
    show(cards.get(id));
    const mark = marks(id)[0];
    if (mark) mark.scrollIntoView({ block: "nearest" });
    return;
  }
  const query = new URLSearchParams(location.search);
  if (/^s[0-9]{1,9}$/.test(id) && document.querySelector("nav.pages") && query.get("at") !== id) {
    query.delete("part");
    query.set("at", id);
    location.replace(`?${query}#${id}`);
  }
};
addEventListener("hashchange", asked);
asked();
