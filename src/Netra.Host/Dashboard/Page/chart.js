// A line chart over time: SVG, a legend with the latest figures, and the same as the picture's text.

import { el, setText } from "./dom.js";
import { time } from "./format.js";

const space = { left: 56, right: 8, top: 8, bottom: 20, height: 170 };

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The next of 1, 2, 5, 10, … that is not below a value. */
function ceiling(value) {
  if (value <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * size).find((step) => step >= value * 0.999);
}

export class Chart {
  #series;
  #format;
  #title;
  #picture = svg("svg", { role: "img", class: "plot", height: space.height });
  #marks;
  #caption = el("span", { class: "quiet" });
  #data = { at: [], values: [] };
  #hovered = null;

  /** Series: { name, title }, drawn in the colours s1, s2, s3. */
  constructor(title, series, format, testId) {
    this.#series = series;
    this.#format = format;
    this.#title = title;
    this.#marks = series.map(() => el("b"));
    const legend = el("ul", { class: "legend" }, ...series.map((one, i) =>
      el("li", { "data-series": one.name }, el("i", { class: `s${i + 1}`, "aria-hidden": "true" }), `${one.title} `, this.#marks[i])));
    this.element = el("section", { class: "card chart", "data-testid": testId },
      el("div", { class: "chart-head" }, el("h3", {}, title), this.#caption), legend, this.#picture);
    this.#picture.addEventListener("pointermove", (event) => this.#hover(event));
    this.#picture.addEventListener("pointerleave", () => this.#unhover());
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** Times, and for each series as many values; null where there is none. */
  show(at, values, intervalMs) {
    this.#data = { at, values, intervalMs };
    this.#draw();
  }

  #x = (at) => {
    const { at: all } = this.#data;
    const length = Math.max(1, all.at(-1) - all[0]);
    return space.left + ((at - all[0]) / length) * (this.#width - space.left - space.right);
  };

  get #width() {
    return Math.max(200, this.#picture.clientWidth || 200);
  }

  #draw() {
    const { at, values } = this.#data;
    this.#tell();
    const width = this.#width;
    this.#picture.setAttribute("viewBox", `0 0 ${width} ${space.height}`);
    const bottom = space.height - space.bottom;
    const highest = ceiling(Math.max(0, ...values.flat().filter((value) => value !== null)));
    const y = (value) => bottom - (value / highest) * (bottom - space.top);
    const parts = [0, 0.5, 1].flatMap((share) => [
      svg("line", { class: "grid", x1: space.left, x2: width - space.right, y1: y(share * highest), y2: y(share * highest) }),
      svg("text", { class: "axis end", x: space.left - 6, y: y(share * highest) + 4 }, this.#format(share * highest)),
    ]);
    if (at.length > 1) {
      parts.push(
        svg("text", { class: "axis", x: space.left, y: space.height - 4 }, time(at[0])),
        svg("text", { class: "axis end", x: width - space.right, y: space.height - 4 }, time(at.at(-1))));
      values.forEach((line, i) => parts.push(svg("path", { class: `line s${i + 1}`, d: this.#path(line, y) })));
    }
    if (this.#hovered !== null && at[this.#hovered]) {
      const x = this.#x(at[this.#hovered]);
      parts.push(svg("line", { class: "cross", x1: x, x2: x, y1: space.top, y2: bottom }));
    }
    this.#picture.replaceChildren(...parts);
  }

  /** A line that is broken where intervals are missing, and a point where it has no neighbour. */
  #path(line, y) {
    const { at, intervalMs } = this.#data;
    let path = "";
    let before = null;
    line.forEach((value, i) => {
      if (value === null) {
        before = null;
        return;
      }
      const joined = before !== null && at[i] - before <= intervalMs * 1.5;
      const place = `${this.#x(at[i]).toFixed(1)} ${y(value).toFixed(1)}`;
      path += joined ? `L${place}` : `M${place}h0.01`;
      before = at[i];
    });
    return path;
  }

  /** Says the figures of the point that is looked at, else the latest. */
  #tell() {
    const { at, values } = this.#data;
    const place = this.#hovered ?? at.length - 1;
    const texts = values.map((line) => this.#format(line[place]));
    texts.forEach((text, i) => setText(this.#marks[i], text));
    setText(this.#caption, at.length > 0 ? time(at[place]) : "no data yet");
    const latest = this.#series.map((one, i) => `${one.title} ${this.#format(values[i]?.at(-1))}`).join(", ");
    this.#picture.setAttribute("aria-label", `${this.#title}. Latest: ${latest}.`);
  }

  #hover(event) {
    const { at } = this.#data;
    if (at.length < 2) return;
    const box = this.#picture.getBoundingClientRect();
    const share = (event.clientX - box.left - space.left) / (box.width - space.left - space.right);
    const wanted = at[0] + share * (at.at(-1) - at[0]);
    this.#hovered = at.reduce((best, one, i) => (Math.abs(one - wanted) < Math.abs(at[best] - wanted) ? i : best), 0);
    this.#draw();
  }

  #unhover() {
    this.#hovered = null;
    this.#draw();
  }
}
