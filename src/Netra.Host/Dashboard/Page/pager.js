// Goes through a long list, a page at a time.

import { el, setText } from "./dom.js";

export class Pager {
  #page = 0;
  #last = 0;
  #text = el("span", { role: "status" });
  #back;
  #on;

  /** A list's name, where its pages begin with the test id, and what happens when another page is asked for. */
  constructor(name, testId, changed) {
    const turn = (by) => () => {
      this.#page += by;
      changed();
    };
    this.#back = el("button", { "data-testid": `${testId}-back`, "aria-label": `Previous page of ${name}`, onclick: turn(-1) }, "Previous");
    this.#on = el("button", { "data-testid": `${testId}-on`, "aria-label": `Next page of ${name}`, onclick: turn(1) }, "Next");
    this.element = el("nav", { class: "row pages", "aria-label": `Pages of ${name}`, "data-testid": testId, hidden: true }, this.#back, this.#on, this.#text);
  }

  /** The page that is asked for, from 0. */
  get page() {
    return this.#page;
  }

  reset() {
    this.#page = 0;
    this.show(1);
  }

  /** How many pages there are now. False when the one that is asked for is none of them any more: the last one is then. */
  show(pages) {
    this.#last = Math.max(0, pages - 1);
    const isThere = this.#page <= this.#last;
    this.#page = Math.min(this.#page, this.#last);
    this.#back.disabled = this.#page === 0;
    this.#on.disabled = this.#page === this.#last;
    setText(this.#text, `Page ${this.#page + 1} of ${this.#last + 1}`);
    this.element.hidden = this.#last === 0;
    return isThere;
  }
}
