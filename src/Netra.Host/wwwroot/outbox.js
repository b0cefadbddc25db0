// Messages of this pane on their way to the server. Each keeps its id until it is confirmed, so that sending it again after
// a break runs nothing twice.

import { randomId } from './tab-session.js';

const MAX_WAITING = 20;
const MAX_SHOWN = 3;

/** @typedef {{id: string, type: string, payload: object, label: string, status: 'waiting' | 'sent' | 'accepted' | 'refused', note?: string}} Entry */

export class Outbox {
  #send;
  #list;
  /** @type {Entry[]} */
  #entries = [];

  /** @param {HTMLElement} list @param {(frame: object) => boolean} send */
  constructor(list, send) {
    this.#list = list;
    this.#send = send;
  }

  toJSON() {
    return this.#unconfirmed();
  }

  /** @param {Entry[]} entries */
  restore(entries) {
    this.#entries = entries.map(entry => ({ ...entry, status: 'waiting' }));
    this.#draw();
  }

  /**
   * Takes a message; it goes out at once, or when there is a connection again.
   * @param {{type: string, payload: object}} frame @param {string} label what the list shows of it
   * @returns {string | null} its id; null when too many messages wait already
   */
  add({ type, payload }, label) {
    if (this.#unconfirmed().length >= MAX_WAITING) return null;
    const entry = { id: randomId(), type, payload, label, status: 'waiting' };
    this.#entries.push(entry);
    this.#transmit(entry);
    this.#draw();
    return entry.id;
  }

  /** A connection is there: everything unconfirmed goes out, in its order. */
  sendAll() {
    this.#unconfirmed().forEach(entry => this.#transmit(entry));
    this.#draw();
  }

  /** The connection is gone. */
  hold() {
    this.#unconfirmed().forEach(entry => { entry.status = 'waiting'; });
    this.#draw();
  }

  acknowledged(id, { duplicate, seq }) {
    const note = [seq ? `seq ${seq}` : '', duplicate ? 'the server had it already' : ''].filter(Boolean).join(', ');
    this.#settle(id, 'accepted', note);
  }

  refused(id, code) {
    this.#settle(id, 'refused', code);
  }

  #settle(id, status, note) {
    const entry = this.#entries.find(each => each.id === id);
    if (!entry) return;
    Object.assign(entry, { status, note });
    this.#draw();
  }

  #transmit(entry) {
    const { type, id, payload } = entry;
    if (this.#send({ type, id, payload })) entry.status = 'sent';
  }

  #unconfirmed() {
    return this.#entries.filter(entry => entry.status === 'waiting' || entry.status === 'sent');
  }

  #draw() {
    const settled = this.#entries.filter(entry => entry.status === 'accepted' || entry.status === 'refused').slice(-MAX_SHOWN);
    this.#entries = this.#entries.filter(entry => settled.includes(entry) || this.#unconfirmed().includes(entry));
    this.#list.replaceChildren(...this.#entries.slice(-MAX_SHOWN).map(entry => {
      const item = document.createElement('li');
      item.dataset.status = entry.status;
      item.dataset.id = entry.id;
      item.textContent = `${entry.status}${entry.note ? ` (${entry.note})` : ''}: ${entry.label}`;
      return item;
    }));
  }
}
