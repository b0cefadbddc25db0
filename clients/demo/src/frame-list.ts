import { make } from './dom.js';
import type { Parts } from './parts.js';

// More than anybody reads, and few enough that the browser lays them out at once.
const MAX_ROWS = 500;
const MAX_TEXT = 600;
const DRAW_EVERY_MS = 50;

// Where drawing takes long it is done less often, so that at most a part of this many is spent on it.
const DRAWING_SHARE = 5;
const NEAR_THE_END_PX = 24;

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});

/** One line of the list. */
export interface Row {
  kind: 'frame' | 'skipped' | 'gap' | 'error' | 'note';
  type: string;
  /** Unix milliseconds. */
  at: number;
  text: string;
  seq?: number;
  marks?: string[];
}

/** A frame as a row, its payload cut to what the list shows. */
export function rowOf({ type, seq, timestamp, expedited, payload }: { type: string; seq?: number; timestamp: number; expedited?: boolean; payload: object }): Row {
  const text = JSON.stringify(payload);
  return {
    kind: 'frame',
    type,
    at: timestamp,
    text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text,
    ...(seq === undefined ? {} : { seq }),
    marks: [expedited ? 'expedited' : '', seq === undefined ? 'ephemeral' : ''].filter(mark => mark !== ''),
  };
}

/** The list of a pane's frames: bounded, drawn in batches, following the newest unless the reader has scrolled up. */
export class FrameList {
  /** The rows that outlive a reload: all but the notes about connections. */
  rows: Row[] = [];
  #list: HTMLElement;
  #scroll: HTMLElement;
  #newest: HTMLElement;
  #empty: HTMLElement;
  #waiting: Row[] = [];
  #unseen = 0;
  #isFollowing = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pauseMs = DRAW_EVERY_MS;

  constructor(parts: Parts) {
    this.#list = parts.get('frames');
    this.#scroll = parts.get('scroll');
    this.#newest = parts.get('newest');
    this.#empty = parts.get('empty');
    this.#scroll.addEventListener('scroll', () => this.#scrolled());
    this.#newest.addEventListener('click', () => {
      this.#follow();
      this.#scroll.focus();
    });
  }

  add(row: Row): void {
    if (row.kind !== 'note') push(this.rows, row);
    push(this.#waiting, row);
    this.#timer ??= setTimeout(() => this.#draw(), this.#pauseMs);
  }

  replace(rows: Row[]): void {
    this.rows = [];
    this.#waiting = [];
    this.#list.replaceChildren();
    this.#empty.hidden = false;
    this.#follow();
    for (const row of rows) this.add(row);
  }

  /** The list is on the page again after it was hidden, where nothing has a place to scroll to. */
  shown(): void {
    if (this.#isFollowing) this.#follow();
  }

  #draw(): void {
    const begun = performance.now();
    this.#drawWaiting();
    this.#timer = undefined;
    this.#pauseMs = Math.max(DRAW_EVERY_MS, (performance.now() - begun) * DRAWING_SHARE);
  }

  #drawWaiting(): void {
    const rows = this.#waiting;
    this.#waiting = [];
    // Those that go are taken away first: the browser need not lay out more than stay.
    for (let over = this.#list.childElementCount + rows.length - MAX_ROWS; over > 0; over -= 1) this.#list.firstElementChild?.remove();
    this.#list.append(...rows.map(element));
    this.#empty.hidden = this.#list.childElementCount > 0;
    if (this.#isFollowing) return this.#follow();
    this.#unseen += rows.length;
    this.#newest.hidden = false;
    this.#newest.textContent = `${this.#unseen} new below`;
  }

  #scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    if (clientHeight === 0) return;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
    if (this.#isFollowing) this.#seen();
  }

  #follow(): void {
    this.#isFollowing = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#seen();
  }

  #seen(): void {
    this.#unseen = 0;
    this.#newest.hidden = true;
  }
}

function push(rows: Row[], row: Row): void {
  rows.push(row);
  if (rows.length > MAX_ROWS) rows.shift();
}

function element(row: Row): HTMLElement {
  const item = document.createElement('li');
  item.dataset['kind'] = row.kind;
  if (row.seq !== undefined) item.dataset['seq'] = String(row.seq);
  const time = make('time', 'at', clock.format(row.at));
  time.setAttribute('datetime', new Date(row.at).toISOString());
  const type = make('span', 'type', row.type);
  for (const mark of row.marks ?? []) {
    item.dataset[mark] = 'true';
    type.append(' ', make('span', 'mark', mark));
  }

  item.append(make('span', 'seq', String(row.seq ?? '')), type, time, make('code', 'payload', row.text));
  return item;
}
