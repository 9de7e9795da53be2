// Draws the places of the table beside it; what it draws is loaded from the room once the page has a map.
const WIDTH = 960;
const NAMED = 12;
const SVG = "http://www.w3.org/2000/svg";

const loaded = (src) => new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = src;
  script.onload = done;
  script.onerror = failed;
  document.head.append(script);
});

const made = (name, attributes, text) => {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  return one;
};

function spots(rows) {
  return rows.map((row) => ({
    row, name: row.dataset.name, count: Number(row.dataset.count),
    at: [Number(row.dataset.longitude), Number(row.dataset.latitude)],
  }));
}

function projected(points) {
  // The points with a margin; the whole world around a single one.
  const around = { type: "MultiPoint", coordinates: points };
  const projection = d3.geoNaturalEarth1();
  const height = 480;
  if (points.length < 2) projection.fitSize([WIDTH, height], { type: "Sphere" });
  else projection.fitExtent([[80, 70], [WIDTH - 80, height - 50]], around);
  if (projection.scale() > 2200) {
    const [x, y] = projection.invert([WIDTH / 2, height / 2]);
    projection.scale(2200).center([x, y]).translate([WIDTH / 2, height / 2]);
  }
  return { projection, height };
}

function draw(figure, world, rows) {
  const found = spots(rows);
  const { projection, height } = projected(found.map((one) => one.at));
  const path = d3.geoPath(projection.clipExtent([[-5, -5], [WIDTH + 5, height + 5]]));
  const svg = made("svg", { viewBox: `0 0 ${WIDTH} ${height}`, "aria-hidden": "true", focusable: "false" });
  const land = topojson.feature(world, world.objects.countries);
  svg.append(made("path", { class: "land", d: path(land) ?? "" }));
  const most = Math.max(...found.map((one) => one.count));
  const marks = new Map();
  for (const one of found) {
    const [x, y] = projection(one.at);
    const circle = made("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: (3 + 19 * Math.sqrt(one.count / most)).toFixed(1) });
    circle.append(made("title", {}, `${one.name} ${one.count}`));
    svg.append(circle);
    marks.set(one.row, circle);
    circle.addEventListener("click", () => one.row.focus());
    one.point = [x, y];
  }
  const taken = [];
  const put = (one, always) => {
    const [x, y] = one.point;
    const box = [x - 5 * one.name.length, y - 26, x + 5 * one.name.length, y - 6];
    const free = taken.every(([a, b, c, d]) => box[2] < a || c < box[0] || box[3] < b || d < box[1]);
    if (!always && !free) return undefined;
    taken.push(box);
    const label = made("text", { x: x.toFixed(1), y: (y - 10).toFixed(1) }, one.name);
    svg.append(label);
    return label;
  };
  found.slice(0, NAMED).forEach((one) => put(one, false));
  let named;
  for (const one of found) {
    const choose = () => {
      for (const [row, mark] of marks) {
        row.classList.toggle("chosen", row === one.row);
        mark.classList.toggle("chosen", row === one.row);
      }
      named?.remove();
      svg.append(marks.get(one.row));
      named = put(one, true);
    };
    one.row.addEventListener("focus", choose);
    one.row.addEventListener("click", () => one.row.focus());
  }
  figure.prepend(svg);
}

const figure = document.querySelector("figure.map");
const rows = [...document.querySelectorAll(".spots tr[data-latitude]")];
if (figure && rows.length) {
  const { map, geo, array, topo } = figure.dataset;
  // d3-geo is built on d3-array.
  const world = fetch(map).then((answer) => answer.json());
  await loaded(array);
  await Promise.all([loaded(geo), loaded(topo)]);
  draw(figure, await world, rows);
}
