"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const key = (a, b) => (a < b ? `${a}-${b}` : `${b}-${a}`);
  const pairs = new Map(data.pairs.map((pair) => [key(pair[0], pair[1]), pair]));
  const main = document.querySelector("svg.main");
  const nodes = [...main.querySelectorAll(".node")];
  const edges = [...main.querySelectorAll(".edge")];
  const picks = [$("pick-first"), $("pick-second")];
  const names = new Map([...picks[0].options].map((option) => [Number(option.value), option.text]));
  const number = (element) => Number(element.dataset.n);
  let chosen = [];

  // Offsets count code points, a string of the browser UTF-16 units.
  const held = new Map();
  const points = (n) => {
    if (!held.has(n)) held.set(n, Array.from(data.texts[n - 1]));
    return held.get(n);
  };
  const made = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  };
  const template = (id) => $(id).content.cloneNode(true);
  const controls = /([\u202a-\u202e\u2066-\u2069])/;
  const abbreviations = { "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI" };
  const plain = (text) => text.trim().replace(/\s*\n\s*/g, "\n").split(controls).map((part) => {
    if (!abbreviations[part]) return part;
    const shown = made("bdi", "ctl", abbreviations[part]);
    shown.dir = "ltr";
    return shown;
  });

  // One stretch of a text, with what was moved about in it marked.
  const stretch = (n, start, end, moved, at) => {
    const pieces = [];
    const add = (a, b, tag, name) => {
      const text = points(n).slice(a, b).join("");
      if (text.trim()) pieces.push(made(tag, name, ...plain(text)));
    };
    for (const one of moved.slice().sort((x, y) => x[at] - y[at])) {
      const a = Math.max(start, one[at]), b = Math.min(end, one[at + 1]);
      if (a >= b) continue;
      add(start, a, "ins");
      add(a, b, "mark", "moved");
      start = b;
    }
    add(start, end, "ins");
    return pieces;
  };

  const heading = (n) => {
    const [, title, publisher] = $(`r${n}`).cells;
    return made("h3", "ui", `${n} · `, made("bdi", "", publisher.textContent), " · ", made("bdi", "", title.textContent));
  };
  const sides = (first, second, kept, moved) => {
    const grid = made("div", "sides", heading(first), heading(second));
    const cell = (n, same, later, pieces) => {
      const element = made("p", `side${same ? " same" : ""}${later ? " later" : ""}`, ...pieces);
      element.dataset.n = n;
      element.dir = "auto";
      grid.append(element);
    };
    const gap = (a, b, c, d) => {
      if (a >= b && c >= d) return;
      cell(first, false, false, stretch(first, a, b, moved, 0));
      cell(second, false, true, stretch(second, c, d, moved, 2));
    };
    let [x, y] = [0, 0];
    for (const [a, b, c, d] of kept) {
      gap(x, a, y, c);
      cell(first, true, false, [made("mark", "", ...plain(points(first).slice(a, b).join("")))]);
      cell(second, true, true, [made("mark", "", ...plain(points(second).slice(c, d).join("")))]);
      [x, y] = [b, d];
    }
    gap(x, points(first).length, y, points(second).length);
    return grid;
  };

  const spoken = (texts) => texts.map((text, at) => {
    const span = made("span", at ? "en" : "ar", text);
    span.lang = at ? "en" : "ar";
    return span;
  });

  const compare = () => {
    const shown = $("pair");
    if (chosen.length < 2) return;
    const pair = pairs.get(key(...chosen));
    shown.replaceChildren();
    if (!pair) {
      const [a, b] = chosen.slice().sort((x, y) => x - y);
      shown.append(template("t-none"), sides(a, b, [], []));
      return;
    }
    const [earlier, later, directed, kind, containment, kept, moved, why] = pair;
    const verdict = made("p", "verdict ui", template(`t-${kind}`), " · ", template("t-share"),
      `: ${Math.round(containment * 100)}% · `, template(directed ? "t-known" : "t-unknown"));
    const reasons = made("p", "why ui");
    why.forEach((one, at) => reasons.append(at ? " · " : "", ...spoken(data.reasons[one])));
    shown.append(verdict, reasons, template("t-key"), sides(earlier, later, kept, moved));
  };

  const tell = (n) => {
    $("told").textContent = n ? names.get(n) : "";
    document.querySelector("#about .hint").hidden = Boolean(n);
    const pair = chosen.length === 2 ? key(...chosen) : "";
    for (const edge of edges) {
      const [e, l] = [Number(edge.dataset.e), Number(edge.dataset.l)];
      edge.classList.toggle("on", n ? e === n || l === n : key(e, l) === pair);
    }
    main.classList.toggle("busy", Boolean(n) || Boolean(pair));
  };

  const choose = (numbers) => {
    chosen = numbers.filter(Boolean).slice(-2);
    for (const node of nodes) node.classList.toggle("chosen", chosen.includes(number(node)));
    for (const button of document.querySelectorAll("button.pick")) {
      const on = chosen.includes(number(button));
      button.setAttribute("aria-pressed", String(on));
      button.closest("tr").classList.toggle("chosen", on);
    }
    picks.forEach((pick, at) => { pick.value = chosen[at] ? String(chosen[at]) : ""; });
    compare();
    tell(0);
    if (chosen.length === 2) history.replaceState(null, "", `#pair-${chosen.join("-")}`);
  };
  const toggle = (n) => {
    choose(chosen.includes(n) ? chosen.filter((one) => one !== n) : [...chosen, n]);
    if (chosen.length === 2) $("compare").scrollIntoView({ block: "nearest" });
  };

  main.addEventListener("click", (event) => {
    const node = event.target.closest(".node");
    if (!node) return;
    event.preventDefault();
    toggle(number(node));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.pick");
    if (button) toggle(number(button));
  });
  picks.forEach((pick) => pick.addEventListener("change", () => {
    choose([...new Set(picks.map((one) => Number(one.value)))]);
  }));

  // One stop of the tabulator for all nodes; the arrows lead on.
  let current = nodes[0];
  const visit = (node) => {
    current.setAttribute("tabindex", "-1");
    current = node;
    current.setAttribute("tabindex", "0");
  };
  for (const node of nodes) {
    node.setAttribute("tabindex", "-1");
    node.addEventListener("focus", () => { visit(node); tell(number(node)); });
    node.addEventListener("blur", () => tell(0));
    node.addEventListener("mouseenter", () => tell(number(node)));
    node.addEventListener("mouseleave", () => tell(0));
  }
  visit(current);
  const beyond = (node, down) => {
    const [x, y] = [Number(node.dataset.x), Number(node.dataset.y)];
    let best = null, least = Infinity;
    for (const other of nodes) {
      const away = (Number(other.dataset.y) - y) * down;
      const far = away * 2 + Math.abs(Number(other.dataset.x) - x);
      if (away > 0 && far < least) [best, least] = [other, far];
    }
    return best;
  };
  main.addEventListener("keydown", (event) => {
    const at = nodes.indexOf(event.target);
    if (at < 0) return;
    const forth = $("ui-ar").checked ? "ArrowLeft" : "ArrowRight";
    let next = null;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") next = nodes[at + (event.key === forth ? 1 : -1)];
    else if (event.key === "ArrowDown") next = beyond(nodes[at], 1);
    else if (event.key === "ArrowUp") next = beyond(nodes[at], -1);
    else if (event.key === "Home") next = nodes[0];
    else if (event.key === "End") next = nodes[nodes.length - 1];
    else if (event.key === " ") toggle(number(nodes[at]));
    else if (event.key === "Escape") choose([]);
    else return;
    event.preventDefault();
    if (next) next.focus();
  });

  const asked = /^#pair-(\d+)-(\d+)$/.exec(location.hash);
  if (asked) choose([Number(asked[1]), Number(asked[2])].filter((n) => n > 0 && n <= nodes.length));
})();
