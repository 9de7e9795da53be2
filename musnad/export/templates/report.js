"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const report = document.querySelector(".report");
  const cards = [...document.querySelectorAll(".card")];
  let from = null;

  const light = (id) => {
    for (const mark of document.querySelectorAll(".on")) mark.classList.remove("on");
    if (id) for (const mark of report.querySelectorAll(`[data-a="${id}"]`)) mark.classList.add("on");
  };
  const show = (card) => {
    for (const other of cards) if (other !== card) other.open = false;
    if (!card) return light(null);
    card.open = true;
    light(card.id);
    card.scrollIntoView({ block: "nearest" });
  };

  report.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-a]");
    if (!mark || !getSelection().isCollapsed) return;
    event.preventDefault();
    from = mark.closest("a");
    const card = document.getElementById(mark.dataset.a);
    show(card);
    card.querySelector("summary").focus({ preventScroll: true });
    mark.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    if (link) { event.preventDefault(); show(document.getElementById(link.dataset.open)); }
    if (event.target.closest(".shut")) show(null);
    const all = event.target.closest("[data-all]");
    if (all) for (const box of document.querySelectorAll(".filters input")) box.checked = all.dataset.all === "1";
  });
  for (const card of cards) {
    card.addEventListener("toggle", () => {
      if (card.open) {
        show(card);
        const mark = report.querySelector(`.cue[data-a="${card.id}"]`);
        if (mark) mark.scrollIntoView({ block: "nearest" });
      } else if (!cards.some((other) => other.open)) light(null);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(null);
    if (from) from.focus();
  });
  const asked = location.hash.slice(1);
  const first = cards.find((card) => card.id === asked || `c-${card.id}` === asked);
  if (first) show(first);
})();
