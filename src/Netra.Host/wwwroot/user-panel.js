// What the server says of the user: unread messages, connections, and the dead letters, which can be put back or deleted.

import { call, onKeyChange, userPath } from './server-api.js';

const REFRESH_EVERY_MS = 4_000;
const SOON_MS = 150;
const PAGE = 50;

export class UserPanel {
  #user = '';
  #known = 0;
  #refused = false;
  #soon = 0;
  #part = name => document.getElementById(`user-${name}`);

  constructor() {
    this.#part('refresh').addEventListener('click', () => this.refresh());
    onKeyChange(() => this.refresh());
    setInterval(() => {
      if (document.visibilityState === 'visible' && !this.#refused) this.refresh();
    }, REFRESH_EVERY_MS);
  }

  /** @param {string} user */
  use(user) {
    this.#user = user;
    this.#known = 0;
    this.#part('letters').replaceChildren();
    this.refresh();
  }

  /** Something happened that may have changed the counts. */
  refreshSoon() {
    this.#soon ||= setTimeout(() => this.refresh(), SOON_MS);
  }

  async refresh() {
    clearTimeout(this.#soon);
    this.#soon = 0;
    const user = this.#user;
    try {
      const answer = await call('GET', userPath(user));
      if (user !== this.#user) return;
      // A key that is refused once is refused every time: no asking again until it is another.
      this.#refused = answer.status === 401 || answer.status === 403;
      if (!answer.ok) return this.#say(answer.problem);
      await this.#show(user, answer.body);
    } catch {
      this.#say('The server can\'t be reached.');
    }
  }

  async #show(user, { unread, connections, dead_letters: count, oldest_seq: oldest, head_seq: head }) {
    const facts = { unread, connections: connections.length, 'dead-letters': count, stored: head === 0 ? 'nothing' : `${oldest}..${head}` };
    for (const [name, value] of Object.entries(facts)) this.#part(name).textContent = value;
    if (count === 0 && this.#known === 0) return;
    const page = await call('GET', userPath(user, `/dead_letters?limit=${PAGE}`));
    if (user !== this.#user) return;
    if (!page.ok) return this.#say(page.problem);
    this.#known = page.body.dead_letters.length;
    this.#draw(page.body);
  }

  #draw({ dead_letters: letters, has_more: hasMore }) {
    const list = this.#part('letters');
    const focused = list.contains(document.activeElement) ? document.activeElement.closest('li').dataset.seq : null;
    const shown = [...list.children].map(item => item.dataset.seq).join();
    this.#part('more').hidden = !hasMore;
    if (shown === letters.map(letter => letter.seq).join()) return;
    list.replaceChildren(...letters.map(letter => this.#item(letter)));
    if (focused === null) return;
    // The one that had the focus is gone or drawn anew; the focus stays in the list, or goes to its heading.
    const next = list.querySelector(`[data-seq="${focused}"] button`) ?? list.querySelector('button') ?? this.#part('refresh');
    next.focus();
  }

  #item(letter) {
    const item = document.getElementById('letter-template').content.firstElementChild.cloneNode(true);
    item.dataset.seq = letter.seq;
    item.querySelector('.what').textContent = `${letter.seq}: ${letter.message.type}`;
    item.querySelector('.reason').textContent = letter.reason;
    item.querySelector('.payload').textContent = JSON.stringify(letter.message.payload ?? {}).slice(0, 200);
    this.#button(item, 'retry', `Retry dead letter ${letter.seq}`, () => this.#act('POST', `/dead_letters/${letter.seq}/retry`, letter.seq));
    this.#button(item, 'delete', `Delete dead letter ${letter.seq}`, () => this.#act('DELETE', `/messages/${letter.seq}`, letter.seq));
    return item;
  }

  #button(item, name, label, action) {
    const button = item.querySelector(`[data-action=${name}]`);
    button.setAttribute('aria-label', label);
    button.addEventListener('click', action);
  }

  async #act(method, rest, seq) {
    try {
      const answer = await call(method, userPath(this.#user, rest));
      if (!answer.ok) this.#say(answer.problem);
      else this.#say(method === 'POST' ? `Dead letter ${seq} is back${answer.body?.seq ? ` as seq ${answer.body.seq}` : ''}.` : `Dead letter ${seq} is deleted.`);
      await this.refresh();
    } catch {
      this.#say('The server can\'t be reached.');
    }
  }

  #say(text) {
    this.#part('answer').textContent = text;
  }
}
