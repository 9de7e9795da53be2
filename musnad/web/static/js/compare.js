// Differences one after the other by n and p, and both sides of one lit together. Without this the page is whole.

const sides = [...document.querySelectorAll("[data-d]")];
const numbers = [...new Set(sides.map((one) => Number(one.dataset.d)))].sort((a, b) => a - b);
const of = (number) => sides.filter((one) => Number(one.dataset.d) === number);
let at = -1;

function go(step) {
  if (numbers.length === 0) return;
  at = (at + step + numbers.length) % numbers.length;
  for (const one of sides) one.classList.toggle("at", Number(one.dataset.d) === numbers[at]);
  const first = of(numbers[at])[0];
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: "center" });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  // The letters that stand on these keys of an Arabic keyboard count too.
  if (event.key === "n" || event.code === "KeyN") go(1);
  else if (event.key === "p" || event.code === "KeyP") go(at < 0 ? 0 : -1);
});

function light(event, on) {
  const one = event.target.closest?.("[data-d]");
  if (one) for (const side of of(Number(one.dataset.d))) side.classList.toggle("lit", on);
}
addEventListener("pointerover", (event) => light(event, true));
addEventListener("pointerout", (event) => light(event, false));

for (const hint of document.querySelectorAll(".keys")) hint.hidden = numbers.length === 0;
