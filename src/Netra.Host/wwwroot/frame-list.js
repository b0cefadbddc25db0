// The list of a pane's frames: bounded, drawn in batches, following the newest unless the reader has scrolled up.

const MAX_ROWS = 2_000;
const MAX_TEXT = 600;
const DRAW_EVERY_MS = 30;
const NEAR_THE_END_PX = 24;

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});

/** @typedef {{kind: 'frame' | 'skipped' | 'gap' | 'error' | 'note', type: string, at: number, text: string, seq?: number, marks?: string[]}} Row */

/** A frame from the server as a row, its payload cut to what the list shows. */
export function rowOf(frame) {
  const text = JSON.stringify(frame.payload ?? {});
  return {
    kind: 'frame',
    type: frame.type,
    at: frame.timestamp,
    text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text,
    seq: frame.seq,
    marks: [frame.expedited ? 'expedited' : '', Number.isInteger(frame.seq) ? '' : 'ephemeral'].filter(Boolean),
  };
}

export class FrameList {
  #list;
  #scroll;
  #newest;
  #empty;
  #waiting = [];
  #unseen = 0;
  #following = true;
  #timer = 0;

  /** The rows that outlive a reload: all but the notes about connections. @type {Row[]} */
  rows = [];

  /** @param {{frames: HTMLElement, scroll: HTMLElement, newest: HTMLElement, empty: HTMLElement}} parts */
  constructor({ frames, scroll, newest, empty }) {
    this.#list = frames;
    this.#scroll = scroll;
    this.#newest = newest;
    this.#empty = empty;
    scroll.addEventListener('scroll', () => this.#scrolled());
    newest.addEventListener('click', () => {
      this.#follow();
      scroll.focus();
    });
  }

  /** @param {Row} row */
  add(row) {
    if (row.kind !== 'note') this.rows.push(row);
    if (this.rows.length > MAX_ROWS) this.rows.shift();
    this.#waiting.push(row);
    if (this.#waiting.length > MAX_ROWS) this.#waiting.shift();
    this.#timer ||= setTimeout(() => this.#draw(), DRAW_EVERY_MS);
  }

  /** @param {Row[]} rows */
  replace(rows) {
    this.rows = [];
    this.#waiting = [];
    this.#list.replaceChildren();
    this.#empty.hidden = false;
    this.#follow();
    rows.forEach(row => this.add(row));
  }

  #draw() {
    this.#timer = 0;
    const rows = this.#waiting;
    this.#waiting = [];
    this.#list.append(...rows.map(element));
    for (let over = this.#list.childElementCount - MAX_ROWS; over > 0; over -= 1) this.#list.firstElementChild.remove();
    this.#empty.hidden = this.#list.childElementCount > 0;
    if (this.#following) return this.#follow();
    this.#unseen += rows.length;
    this.#newest.hidden = false;
    this.#newest.textContent = `${this.#unseen} new below`;
  }

  /** The list is on the page again after it was hidden, where nothing has a place to scroll to. */
  shown() {
    if (this.#following) this.#follow();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    if (clientHeight === 0) return;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
    if (this.#following) this.#seen();
  }

  #follow() {
    this.#following = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#seen();
  }

  #seen() {
    this.#unseen = 0;
    this.#newest.hidden = true;
  }
}

/** @param {Row} row */
function element(row) {
  const item = document.createElement('li');
  item.dataset.kind = row.kind;
  if (row.seq !== undefined) item.dataset.seq = row.seq;
  const time = cell('time', 'at', clock.format(row.at));
  time.dateTime = new Date(row.at).toISOString();
  const type = cell('span', 'type', row.type);
  for (const mark of row.marks ?? []) {
    item.dataset[mark] = 'true';
    type.append(' ', cell('span', 'mark', mark));
  }

  item.append(
    cell('span', 'seq', row.seq ?? ''),
    type,
    time,
    cell('code', 'payload', row.text));
  return item;
}

function cell(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
