// Elements out of plain values. Whatever comes from users is set as text, never as HTML.

/** Makes an element. Properties that begin with "on" are listeners, the others attributes; children are nodes or text. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Sets a text where it differs, so that nothing is announced, selected or focused anew without need. */
export function setText(element, text) {
  const value = String(text);
  if (element.textContent !== value) element.textContent = value;
}

/**
 * A table whose rows keep their elements while their key is there.
 * Columns: { title, value(row) } as text, { …, number: true } to the right, or { title, make(row, current) } for an element that is made once; current() is the row of now.
 */
export class Table {
  #rows = new Map();
  #columns;
  #key;
  #body;
  #empty;

  constructor(caption, columns, key, empty, testId) {
    this.#columns = columns;
    this.#key = key;
    this.#body = el("tbody");
    this.#empty = el("p", { class: "quiet" }, empty);
    const head = el("tr", {}, ...columns.map((column) => el("th", { scope: "col", class: column.number && "number" }, column.title)));
    this.element = el("div", { class: "table" },
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
        el("table", { "data-testid": testId }, el("caption", { class: "unseen" }, caption), el("thead", {}, head), this.#body)),
      this.#empty);
  }

  show(rows) {
    const seen = new Set();
    let place = this.#body.firstElementChild;
    for (const row of rows) {
      const key = this.#key(row);
      if (seen.has(key)) continue;
      seen.add(key);
      const shown = this.#rows.get(key) ?? this.#add(key, row);
      shown.row = row;
      if (shown.element === place) place = place.nextElementSibling;
      else this.#body.insertBefore(shown.element, place);
      this.#columns.forEach((column, i) => {
        if (column.value) setText(shown.cells[i], column.value(row));
        if (column.state) shown.cells[i].dataset.state = column.state(row);
      });
    }
    for (const [key, shown] of this.#rows) {
      if (seen.has(key)) continue;
      shown.element.remove();
      this.#rows.delete(key);
    }
    this.#empty.hidden = seen.size > 0;
  }

  #add(key, row) {
    const shown = { row, cells: this.#columns.map((column) => el("td", { class: column.number ? "number" : column.class, "data-column": column.id })) };
    this.#columns.forEach((column, i) => {
      if (column.make) shown.cells[i].append(column.make(row, () => shown.row));
    });
    shown.element = el("tr", { "data-key": key }, ...shown.cells);
    this.#rows.set(key, shown);
    return shown;
  }
}
