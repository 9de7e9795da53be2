"use strict";
(() => {
  document.documentElement.classList.add("js");
  const form = document.getElementById("filter");
  const shown = document.querySelector(".bar output");
  const cases = [...document.querySelectorAll(".case")].map((element) => ({
    element,
    findings: element.dataset.findings.split(" ").map((finding) => finding.split(":")),
    class: element.dataset.class,
    outlet: element.dataset.outlet,
    rule: element.dataset.rule,
  }));
  const wanted = (name) => form.elements[name] ? form.elements[name].value : "";
  const fits = (value, asked) => !asked || value === asked;

  const apply = () => {
    const [kind, blame, cls, outlet, rule] = ["kind", "blame", "class", "outlet", "rule"].map(wanted);
    const counts = { kind: {}, blame: {}, class: {} };
    const add = (name, key) => { counts[name][key] = (counts[name][key] || 0) + 1; };
    let total = 0;
    for (const one of cases) {
      const place = fits(one.outlet, outlet) && fits(one.rule, rule);
      let visible = false;
      for (const [k, b] of place ? one.findings : []) {
        const right = [fits(k, kind), fits(b, blame), fits(one.class, cls)];
        if (right[1] && right[2]) add("kind", k);
        if (right[0] && right[2]) add("blame", b);
        if (right[0] && right[1]) add("class", one.class);
        visible = visible || right.every(Boolean);
      }
      one.element.hidden = !visible;
      total += visible;
    }
    shown.value = total;
    for (const set of form.querySelectorAll("fieldset")) {
      for (const input of set.querySelectorAll("input[value]")) {
        const count = input.parentElement.querySelector("small");
        if (count) count.textContent = counts[set.dataset.name][input.value] || 0;
      }
    }
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
