// Judging in place: a form is sent without leaving the page; what it changed then shows at the same place of the
// page made anew. Without this, forms are sent as any other, and lead to the same.

import { selected } from "./offsets.js";

const PLACE = "musnad-place";
const language = document.documentElement.lang;
const is = (form) => form.method === "post" && /\/judgements\//.test(form.action);

// A selection is recorded as it is made: a click on a button would end it.
const sheet = document.querySelector(".sheet");
let last = null;
if (sheet) {
  document.addEventListener("selectionchange", () => { last = selected(sheet) ?? last; });
  for (const button of document.querySelectorAll(".judge .take, .judge .add")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".judge .take, .judge .add");
  if (!button || !last) return;
  const box = button.closest("fieldset"), words = box.querySelector("textarea");
  const held = button.matches(".add") && words.dataset.spans ? words.dataset.spans.split(" ") : [];
  const told = held.length ? `${words.value} […] ${last.words}` : last.words;
  words.value = told;
  words.dataset.spans = [...held, `${last.start}-${last.end}`].join(" ");
});
// Words changed by hand are words, and no longer what was selected.
document.addEventListener("input", (event) => {
  if (event.target.matches(".judge textarea")) delete event.target.dataset.spans;
});

function body(form, submitter) {
  const told = {};
  for (const [name, value] of new FormData(form, submitter)) if (value !== "") told[name] = value;
  if (told.nobody) told.nobody = true;
  const spans = form.querySelector("textarea")?.dataset.spans;
  if (told.words && spans) told.spans = spans.split(" ");
  return told;
}

document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (!is(form)) return;
  event.preventDefault();
  const answer = form.querySelector(".answer");
  const path = new URL(button?.hasAttribute("formaction") ? button.formAction : form.action).pathname;
  form.setAttribute("aria-busy", "true");
  if (answer) answer.hidden = true;
  try {
    const response = await fetch(path.replace(/^\/(ar|en)\//, "/api/"), {
      method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify(body(form, button)),
    });
    const found = await response.json();
    if (!response.ok) throw new Error(refused(found));
    keep(form);
    location.assign(`/${language}${found.shows}`);
  } catch (error) {
    if (!answer) return form.submit();
    answer.textContent = error.message;
    answer.hidden = false;
  } finally {
    form.removeAttribute("aria-busy");
  }
});

const refused = ({ error }) => [language === "ar" ? error.ar : error.message, error.detail].filter(Boolean).join(" ");

// --- the reader's place ---

function keep(form) {
  const anchor = form.closest("[id]");
  const place = { id: anchor?.id ?? "", top: anchor?.getBoundingClientRect().top ?? 0, scroll: scrollY };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
}

const notice = document.getElementById("judged");
if (notice) {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  const back = () => {
    if (!place) return;
    const anchor = place.id && place.id !== "judged" ? document.getElementById(place.id) : null;
    for (let one = anchor?.parentElement; one; one = one.parentElement) if (one.matches("details")) one.open = true;
    if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - place.top);
    else scrollTo(0, place.scroll);
  };
  back();
  addEventListener("load", back, { once: true });
  notice.focus({ preventScroll: true });
  const address = new URL(location.href);
  address.searchParams.delete("judged");
  history.replaceState(null, "", address);
}
