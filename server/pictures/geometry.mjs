// Writes the shapes that maps are drawn with: Natural Earth, projected once, in whole numbers.
//
// Run by `make shapes`, in the folder of the server, after `npm ci`:
//   node pictures/geometry.mjs openalliances/pictures/prepared
// The world comes from the 1:110m set; what is too small for it, and the regions, from 1:50m.
// Beside them goes a point within the largest part of each, in degrees, for GeoJSON.
// Beside the shapes go the fonts that pictures are lettered with, so that a machine needs none.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import {
  geoArea, geoAzimuthalEqualArea, geoBounds, geoCentroid, geoContains, geoDistance, geoEqualEarth,
  geoPath,
} from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const atlas = (scale) => JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${scale}.json`)));
const features = (topology) => feature(topology, topology.objects.countries).features;

const ANTARCTICA = "010";
const GRID = 48; // Steps in which a point within a shape is sought.
const SMALL = 14; // Square units of the drawing: what is smaller is a dot.
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif-Bold.ttf"];
// Where a region lies: the centre of its projection, the corners of its frame, and its size.
const REGIONS = {
  africa: { rotate: [-18, -2], frame: [[-19, -36], [53, 38]], size: [760, 800], detail: 0.25 },
  americas: { rotate: [85, -8], frame: [[-140, -56], [-32, 62]], size: [760, 900], detail: 0.5 },
  asia: { rotate: [-82, -28], frame: [[28, -11], [148, 56]], size: [900, 680], detail: 0.5 },
  europe: { rotate: [-16, -54], frame: [[-24, 34.5], [46, 70]], size: [760, 700], detail: 0.12 },
  oceania: { rotate: [-160, 18], frame: [[112, -48], [192, 16]], size: [900, 640], detail: 0.3 },
};

const round = Math.round;

/** Return a path of whole numbers and relative steps; empty for what vanishes at that. */
function compact(geometry, path) {
  const rings = (path(geometry) ?? "").split("M").slice(1);
  return rings.map(ring).join("");
}

function ring(text) {
  const closed = text.endsWith("Z");
  const points = text.replace("Z", "").split("L").map((pair) => pair.split(",").map(Number).map(round));
  let [x, y] = points[0];
  let steps = "";
  let count = 0;
  for (const [nextX, nextY] of points.slice(1)) {
    const [dx, dy] = [nextX - x, nextY - y];
    if (!dx && !dy) continue;
    steps += (dx < 0 || !steps ? "" : " ") + dx + (dy < 0 ? "" : " ") + dy;
    [x, y] = [nextX, nextY];
    count += 1;
  }
  return count < 2 ? "" : `M${points[0][0]} ${points[0][1]}l${steps}${closed ? "z" : ""}`;
}

/** Return the largest part of a shape. */
function largest(geometry) {
  const parts = geometry.type === "MultiPolygon"
    ? geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates })) : [geometry];
  return parts.reduce((a, b) => (geoArea(b) > geoArea(a) ? b : a));
}

/** Return the place of the largest part of a shape, where its dot stands. */
function centre(geometry, projection) {
  const at = geoCentroid(largest(geometry));
  return { place: projection(at), at };
}

/** Return a point within the largest part of a shape: its middle, else what is next to that. */
function within(geometry) {
  const part = largest(geometry);
  const middle = geoCentroid(part);
  if (geoContains(part, middle)) return middle;
  const [[west, south], [east, north]] = geoBounds(part);
  const width = east < west ? east + 360 - west : east - west;
  let [best, near] = [middle, Infinity];
  for (let x = 1; x < GRID; x += 1) {
    for (let y = 1; y < GRID; y += 1) {
      const longitude = west + (width * x) / GRID;
      const one = [longitude > 180 ? longitude - 360 : longitude, south + ((north - south) * y) / GRID];
      const distance = geoDistance(one, middle);
      if (distance < near && geoContains(part, one)) [best, near] = [one, distance];
    }
  }
  return best;
}

/** Return the points by ISO 3166 number, by name where there is none; small ones from 1:10m. */
function points() {
  const found = {};
  for (const one of [...features(atlas("50m")), ...features(atlas("10m"))]) {
    const key = one.id ? String(Number(one.id)) : one.properties.name;
    if (one.geometry && one.id !== ANTARCTICA && !(key in found)) {
      found[key] = within(one.geometry).map((degrees) => round(degrees * 100) / 100);
    }
  }
  return found;
}

function drawn(all, details, projection, [width, height], reach) {
  const path = geoPath(projection).digits(1);
  const shapes = [];
  const seen = new Set();
  const put = (one) => {
    const code = Number(one.id ?? 0);
    const name = one.properties.name;
    const d = compact(one.geometry, path);
    if (d && path.area(one) >= SMALL) {
      shapes.push({ code, name, d });
      seen.add(one.id ?? name);
    }
  };
  all.forEach(put);
  for (const one of details) {
    if (seen.has(one.id ?? one.properties.name) || !one.id) continue;
    const { place, at } = centre(one.geometry, projection);
    if (!place || (reach && geoDistance(at, reach.centre) > reach.radius)) continue;
    const [x, y] = place.map(round);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    shapes.push({ code: Number(one.id), name: one.properties.name, dot: [x, y] });
    seen.add(one.id);
  }
  // What the frame cuts off is not shown whole; nor is what lies on the other side of the globe.
  const open = geoPath(unclipped(projection));
  const whole = [...new Set(details.filter((one) => {
    const known = shapes.find((shape) => shape.code === Number(one.id ?? 0) && shape.code);
    return known && (known.dot || path.area(one) > 0.8 * open.area(one));
  }).map((one) => Number(one.id)))].sort((a, b) => a - b);
  // States that touch one another keep one order, so that the file is the same each time.
  shapes.sort((a, b) => a.code - b.code || (a.name < b.name ? -1 : 1));
  return { width, height, whole, shapes };
}

function unclipped(projection) {
  const other = (projection.clipExtent?.() ? geoAzimuthalEqualArea() : geoEqualEarth())
    .rotate(projection.rotate()).scale(projection.scale()).translate(projection.translate());
  return other;
}

function world() {
  const keep = (one) => one.id !== ANTARCTICA;
  const coarse = features(atlas("110m")).filter(keep);
  const projection = geoEqualEarth().rotate([-11, 0])
    .fitWidth?.(1600, { type: "FeatureCollection", features: coarse }) ?? geoEqualEarth();
  const bounds = geoPath(projection).bounds({ type: "FeatureCollection", features: coarse });
  const [tx, ty] = projection.translate();
  projection.translate([tx - bounds[0][0] + 6, ty - bounds[0][1] + 4]);
  const size = [1612, round(bounds[1][1] - bounds[0][1]) + 8];
  return drawn(coarse, features(atlas("50m")).filter(keep), projection, size);
}

function region({ rotate, frame, size, detail }) {
  const fine = presimplify(atlas("50m"));
  const simple = features(simplify(fine, detail ** 2 * 2.4e-5));
  const [[west, south], [east, north]] = frame;
  const edge = { type: "MultiPoint", coordinates: outline(west, south, east, north) };
  const projection = geoAzimuthalEqualArea().rotate(rotate).precision(0.3);
  projection.fitExtent([[0, 0], size], edge);
  projection.clipExtent([[-8, -8], [size[0] + 8, size[1] + 8]]);
  // What lies on the other side of the globe is not drawn at the edge of this one.
  const centreOf = [-rotate[0], -rotate[1]];
  const radius = 1.45;
  const near = (one) => geoDistance(geoCentroid(one), centreOf) < radius + 0.35;
  const keep = (one) => one.id !== ANTARCTICA && near(one);
  return drawn(
    simple.filter(keep), features(atlas("50m")).filter(keep), projection, size,
    { centre: centreOf, radius },
  );
}

function outline(west, south, east, north) {
  const points = [];
  for (let step = 0; step <= 20; step += 1) {
    const [x, y] = [west + ((east - west) * step) / 20, south + ((north - south) * step) / 20];
    points.push([x, south], [x, north], [west, y], [east, y]);
  }
  return points;
}

const folder = argv[2];
mkdirSync(folder, { recursive: true });
const maps = { world: world() };
for (const [name, how] of Object.entries(REGIONS)) maps[name] = region(how);
writeFileSync(join(folder, "maps.json"), JSON.stringify(maps));
writeFileSync(join(folder, "points.json"), JSON.stringify(points()));
const fonts = dirname(require.resolve("dejavu-fonts-ttf/package.json"));
for (const name of FONTS) copyFileSync(join(fonts, "ttf", name), join(folder, name));
copyFileSync(join(fonts, "LICENSE"), join(folder, "LICENSE.fonts.txt"));
const shapes = dirname(require.resolve("world-atlas/package.json"));
copyFileSync(join(shapes, "LICENSE"), join(folder, "LICENSE.shapes.txt"));
