// The drawing of who carried a claim from whom, made from the table below it: laid out by dagre, moved by
// d3-zoom. Nothing stands in it that the table does not say.

const WIDE = 172, HIGH = 46, SVG = "http://www.w3.org/2000/svg";
const host = document.getElementById("drawn");
const rows = [...document.querySelectorAll("#carried-table tbody tr")];
if (host && rows.length > 1 && window.d3 && window.dagre) start();

function start() {
  const nodes = new Map(rows.map((row) => [row.id, read(row)]));
  const folds = new Map();
  for (const node of nodes.values()) {
    if (node.fold) folds.set(node.fold, [...(folds.get(node.fold) ?? []), node]);
  }
  const view = { nodes, folds, open: new Set(), chosen: null, ...frame(folds.size > 0) };
  host.hidden = false;
  document.querySelector(".as-table").open = rows.length <= 12;
  wire(view);
  draw(view);
  whole(view, false);
}

function read(row) {
  const [when, name, ways] = row.cells;
  return {
    id: row.id,
    row,
    kind: row.dataset.kind,
    column: Number(row.dataset.column),
    day: row.dataset.day ?? null,
    fold: row.dataset.fold ?? null,
    lost: "lost" in row.dataset,
    uncounted: "uncounted" in row.dataset,
    unnamed: "unnamed" in row.dataset,
    when: when.textContent.trim(),
    name: name.querySelector(".name").textContent.trim(),
    kindTold: name.querySelector(".kind")?.textContent.trim() ?? "",
    ways: [...ways.querySelectorAll("li")].map((one) => ({
      from: one.dataset.from,
      kind: one.dataset.kind,
      directed: !("undirected" in one.dataset),
      told: one,
    })),
  };
}

function make(name, attributes = {}, ...children) {
  const found = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  found.append(...children);
  return found;
}

function element(name, className, ...children) {
  const found = document.createElement(name);
  if (className) found.className = className;
  found.append(...children);
  return found;
}

function frame(foldable) {
  const said = host.dataset;
  const tools = element("div", "tools");
  const button = (text, label) => {
    const found = element("button", "", text);
    found.type = "button";
    if (label) found.setAttribute("aria-label", label);
    tools.append(found);
    return found;
  };
  const buttons = { more: button("+", said.more), less: button("−", said.less), whole: button(said.whole) };
  if (foldable) {
    buttons.open = button(said.open);
    buttons.close = button(said.close);
  }
  const hint = element("span", "soft", said.hint);
  hint.id = "drawn-hint";
  const sheet = element("div", "sheet");
  sheet.tabIndex = 0;
  sheet.setAttribute("role", "group");
  sheet.setAttribute("aria-label", said.label);
  sheet.setAttribute("aria-describedby", hint.id);
  const tip = make("path", { d: "M0 0L10 5L0 10z", class: "tip" });
  const marker = make("marker", { id: "tip", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" }, tip);
  const canvas = make("g");
  const svg = make("svg", {}, make("defs", {}, marker), canvas);
  sheet.append(svg);
  const about = element("p", "about", element("span", "soft", said.why));
  about.setAttribute("aria-live", "polite");
  host.append(tools, sheet, legend(), about, hint);
  return { sheet, svg, canvas, about, buttons };
}

function legend() {
  const keys = document.getElementById("drawn-keys");
  for (const one of keys.querySelectorAll("[data-kind]")) {
    const line = make("path", { d: "M1 6H41", class: `way ${one.dataset.kind}` });
    one.prepend(make("svg", { width: 42, height: 12, "aria-hidden": "true" }, line), " ");
  }
  keys.hidden = false;
  return keys;
}

function wire(view) {
  const { sheet, svg, canvas, buttons } = view;
  view.zoom = d3
    .zoom()
    .scaleExtent([0.1, 4])
    .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button))
    .on("zoom", (event) => canvas.setAttribute("transform", event.transform));
  const chart = d3.select(svg).call(view.zoom).on("dblclick.zoom", null);
  const by = (factor) => chart.call(view.zoom.scaleBy, factor);
  buttons.more.onclick = () => by(1.3);
  buttons.less.onclick = () => by(1 / 1.3);
  buttons.whole.onclick = () => whole(view, true);
  if (buttons.open) {
    buttons.open.onclick = () => reopen(view, new Set(view.folds.keys()));
    buttons.close.onclick = () => reopen(view, new Set());
  }
  const step = 60;
  const keys = {
    "+": () => by(1.3), "=": () => by(1.3), "-": () => by(1 / 1.3), "−": () => by(1 / 1.3), 0: () => whole(view, true),
    ArrowLeft: () => chart.call(view.zoom.translateBy, step, 0),
    ArrowRight: () => chart.call(view.zoom.translateBy, -step, 0),
    ArrowUp: () => chart.call(view.zoom.translateBy, 0, step),
    ArrowDown: () => chart.call(view.zoom.translateBy, 0, -step),
  };
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  new ResizeObserver(() => view.size && whole(view, false)).observe(sheet);
}

function reopen(view, open) {
  view.open = open;
  draw(view);
  whole(view, false);
}

function shown(view) {
  // The nodes as they are drawn: a fold that is shut stands for its reports.
  const stands = new Map();
  const found = new Map();
  for (const node of view.nodes.values()) {
    const lead = node.fold && !view.open.has(node.fold) ? node.fold : null;
    stands.set(node.id, lead ?? node.id);
    if (!lead) found.set(node.id, { ...node, members: [node] });
  }
  for (const [lead, members] of view.folds) {
    if (view.open.has(lead)) continue;
    const first = members.reduce((one, other) => (other.column < one.column ? other : one));
    found.set(lead, { ...first, id: lead, members, lost: members.every((one) => one.lost) });
  }
  const ways = new Map();
  for (const node of view.nodes.values()) {
    for (const way of node.ways) {
      const from = stands.get(way.from), to = stands.get(node.id);
      if (from === to) continue;
      const key = `${from} ${to}`;
      const before = ways.get(key);
      if (!before) ways.set(key, { from, to, kind: way.kind, directed: way.directed, all: [way] });
      else before.all.push(way);
    }
  }
  return { found, ways: [...ways.values()] };
}

function placed(found, ways, mirrored) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: mirrored ? "RL" : "LR", nodesep: 14, ranksep: 54, edgesep: 8, marginx: 20, marginy: 34,
    // Where a node stands in time is given; dagre sees to the order within a column, and to the ways. It has
    // doubled the ranks by then, for labels.
    ranker: (laid) => {
      const columns = [...new Set([...found.values()].map((one) => one.column))].sort((a, b) => a - b);
      for (const name of laid.nodes()) {
        const node = found.get(name);
        if (node) laid.node(name).rank = 2 * columns.indexOf(node.column);
      }
    },
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of found.values()) graph.setNode(node.id, { width: WIDE, height: HIGH });
  for (const way of ways) {
    const [one, other] = [found.get(way.from), found.get(way.to)];
    if (one.column < other.column) graph.setEdge(way.from, way.to, {});
    else if (one.column > other.column) graph.setEdge(way.to, way.from, {});
  }
  dagre.layout(graph);
  return graph;
}

function draw(view) {
  const { found, ways } = shown(view);
  const mirrored = document.documentElement.dir === "rtl";
  const graph = placed(found, ways, mirrored);
  view.size = graph.graph();
  view.canvas.replaceChildren(days(found, graph, view.size.height), ...ways.map((way) => drawnWay(way, found, graph)), ...[...found.values()].map((node) => drawnNode(view, node, graph)));
  view.ways = ways;
  view.sheet.style.blockSize = `${Math.max(220, Math.min(544, view.size.height + 40))}px`;
}

function days(found, graph, height) {
  const reach = new Map();
  for (const node of found.values()) {
    if (node.kind !== "report") continue;
    const x = graph.node(node.id).x, day = node.day ?? host.dataset.undated;
    const [least, most] = reach.get(day) ?? [x, x];
    reach.set(day, [Math.min(least, x), Math.max(most, x)]);
  }
  const bands = [...reach].map(([day, [least, most]]) =>
    make("g", { class: "day" },
      make("rect", { x: least - WIDE / 2 - 14, y: 0, width: most - least + WIDE + 28, height: height + 10, rx: 8 }),
      text(day, (least + most) / 2, 20)));
  return make("g", { "aria-hidden": "true" }, ...bands);
}

function text(said, x, y) {
  const found = make("text", { x, y });
  found.textContent = said;
  return found;
}

function drawnWay(way, found, graph) {
  const ahead = found.get(way.from).column < found.get(way.to).column;
  const edge = graph.edge(way.from, way.to) ?? graph.edge(way.to, way.from);
  const [from, to] = [graph.node(way.from), graph.node(way.to)];
  let points = edge ? [...edge.points] : [from, to];
  if (edge && !ahead) points.reverse();
  if (!edge) points = beside(from, to);
  const path = make("path", { d: curve(points), class: `way ${way.kind}` });
  if (way.directed) path.setAttribute("marker-end", "url(#tip)");
  path.dataset.from = way.from;
  path.dataset.to = way.to;
  return path;
}

// Two that stand in one column are joined at their sides.
function beside(from, to) {
  const x = from.x + WIDE / 2;
  return [{ x, y: from.y }, { x: x + 26, y: (from.y + to.y) / 2 }, { x, y: to.y }];
}

function curve(points) {
  const round = (one) => `${one.x.toFixed(1)} ${one.y.toFixed(1)}`;
  const middle = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
  if (points.length < 3) return `M${points.map(round).join("L")}`;
  const bends = points.slice(1, -1).map((one, at, all) => {
    const end = at === all.length - 1 ? points[points.length - 1] : middle(one, all[at + 1]);
    return `Q${round(one)} ${round(end)}`;
  });
  return `M${round(points[0])}${bends.join("")}`;
}

function drawnNode(view, node, graph) {
  const { x, y } = graph.node(node.id);
  const folded = node.members.length > 1;
  const kinds = [node.kind, node.lost && "lost", node.uncounted && "uncounted", node.unnamed && "unnamed", folded && "fold"];
  const found = make("g", { class: ["node", ...kinds.filter(Boolean)].join(" "), transform: `translate(${x - WIDE / 2} ${y - HIGH / 2})`, tabindex: 0, role: "button" });
  found.dataset.id = node.id;
  if (folded) found.append(make("rect", { class: "box", x: 7, y: -6, width: WIDE - 14, height: HIGH, rx: 3 }));
  found.append(make("rect", { class: "box", width: WIDE, height: HIGH, rx: node.kind === "report" ? 3 : HIGH / 2 }));
  const [first, second] = labels(node, folded);
  found.setAttribute("aria-label", `${first} ${second}`);
  const name = element("b", "", first), more = element("span", "", second);
  name.dir = more.dir = "auto";
  const label = element("div", "label", name, " ", more);
  found.append(make("foreignObject", { width: WIDE, height: HIGH, "aria-hidden": "true" }, label));
  const act = () => (folded ? reopen(view, new Set([...view.open, node.id])) : choose(view, node));
  found.addEventListener("click", act);
  found.addEventListener("focus", () => tell(view, node));
  found.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
    if (folded) view.canvas.querySelector(`[data-id="${node.members[0].id}"]`)?.focus();
  });
  return found;
}

function labels(node, folded) {
  if (folded) {
    const names = [...new Set(node.members.map((one) => one.name))];
    return [`${host.dataset.texts}: ${node.members.length}`, names.join("، ")];
  }
  return [`${node.lost ? "؟ " : ""}${node.name}`, node.kind === "report" ? node.when : node.kindTold];
}

function choose(view, node) {
  tell(view, node);
  rows.forEach((row) => row.classList.toggle("chosen", row === node.row));
}

// What is said of a node below the drawing: as its row says it. All that is not joined to it fades.
function tell(view, node) {
  const said = node.members.slice(0, 6).map((one) => {
    const line = element("span", "");
    line.append(one.row.querySelector(".name").cloneNode(true), " ");
    for (const way of one.ways.slice(0, 3)) line.append(" · ", ...[...way.told.childNodes].map((part) => part.cloneNode(true)));
    return line;
  });
  view.about.replaceChildren(...said.flatMap((one, at) => (at ? [document.createElement("br"), one] : [one])));
  const near = new Set([node.id]);
  for (const path of view.canvas.querySelectorAll(".way")) {
    const on = path.dataset.from === node.id || path.dataset.to === node.id;
    path.classList.toggle("on", on);
    path.classList.toggle("off", !on);
    if (on) near.add(path.dataset.from).add(path.dataset.to);
  }
  for (const one of view.canvas.querySelectorAll(".node")) one.classList.toggle("off", !near.has(one.dataset.id));
}

function whole(view, moved) {
  const { clientWidth: width, clientHeight: height } = view.sheet;
  if (!width || !view.size) return;
  const scale = Math.min(1, Math.max(0.1, Math.min(width / view.size.width, height / (view.size.height + 16))));
  const still = moved ? scale : Math.max(scale, 0.55);
  const mirrored = document.documentElement.dir === "rtl";
  // Where not all is seen, it is the beginning.
  const x = view.size.width * still <= width ? (width - view.size.width * still) / 2 : mirrored ? width - view.size.width * still : 0;
  const y = Math.max(0, (height - view.size.height * still) / 2);
  d3.select(view.svg).call(view.zoom.transform, d3.zoomIdentity.translate(x, y).scale(still));
}
