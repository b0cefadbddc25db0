import { byId, copyOf, find } from './dom.js';
import { call, onKeyChange, userPath, whyNoAnswer } from './server-api.js';

const REFRESH_EVERY_MS = 4_000;
const SOON_MS = 150;
const PAGE = 50;
const MAX_PAYLOAD = 200;

interface User {
  unread: number;
  connections: unknown[];
  dead_letters: number;
  oldest_seq: number;
  head_seq: number;
}

interface Letter {
  seq: number;
  reason: string;
  message: { type: string; payload?: object };
}

interface Letters {
  dead_letters: Letter[];
  has_more: boolean;
}

/** What the server says of the user: unread messages, connections, and the dead letters, which can be put back or deleted. */
export class UserPanel {
  #user = '';
  #known = 0;
  #isRefused = false;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #list = byId('user-letters');

  constructor() {
    byId('user-refresh').addEventListener('click', () => void this.refresh());
    onKeyChange(() => void this.refresh());
    setInterval(() => {
      if (document.visibilityState === 'visible' && !this.#isRefused) this.#refreshByItself();
    }, REFRESH_EVERY_MS);
  }

  use(user: string): void {
    this.#user = user;
    this.#known = 0;
    this.#list.replaceChildren();
    void this.refresh();
  }

  /** Something happened that may have changed the counts. */
  refreshSoon(): void {
    this.#soon ??= setTimeout(() => this.#refreshByItself(), SOON_MS);
  }

  // A call that has to fail is a line in the browser's console, which nobody asked for.
  #refreshByItself(): void {
    this.#soon = undefined;
    if (navigator.onLine) void this.refresh();
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const user = this.#user;
    try {
      const { status, body, problem } = await call<User>('GET', userPath(user));
      if (user !== this.#user) return;
      // A key that is refused once is refused every time: no asking again until it is another.
      this.#isRefused = status === 401 || status === 403;
      if (body) await this.#show(user, body);
      else this.#say(problem);
    } catch (error) {
      this.#say(`No answer of the server: ${whyNoAnswer(error)}.`);
    }
  }

  async #show(user: string, { unread, connections, dead_letters: count, oldest_seq: oldest, head_seq: head }: User): Promise<void> {
    const facts = { unread, connections: connections.length, 'dead-letters': count, stored: head === 0 ? 'nothing' : `${oldest}..${head}` };
    for (const [name, value] of Object.entries(facts)) byId(`user-${name}`).textContent = String(value);
    if (count === 0 && this.#known === 0) return;
    const { body, problem } = await call<Letters>('GET', userPath(user, `/dead_letters?limit=${PAGE}`));
    if (user !== this.#user) return;
    if (!body) return this.#say(problem);
    this.#known = body.dead_letters.length;
    this.#draw(body);
  }

  #draw({ dead_letters: letters, has_more: hasMore }: Letters): void {
    const active = document.activeElement;
    const focused = this.#list.contains(active) ? active?.closest('li')?.dataset['seq'] : undefined;
    const shown = [...this.#list.querySelectorAll('li')].map(item => item.dataset['seq']).join();
    byId('user-more').hidden = !hasMore;
    if (shown === letters.map(letter => letter.seq).join()) return;
    this.#list.replaceChildren(...letters.map(letter => this.#item(letter)));
    if (focused === undefined) return;
    // The one that had the focus is gone or drawn anew; the focus stays in the list, or goes to its heading.
    const next = this.#list.querySelector<HTMLElement>(`[data-seq="${focused}"] button`) ?? this.#list.querySelector<HTMLElement>('button');
    (next ?? byId('user-refresh')).focus();
  }

  #item({ seq, reason, message }: Letter): HTMLElement {
    const item = copyOf('letter-template');
    item.dataset['seq'] = String(seq);
    find(item, '.what').textContent = `${seq}: ${message.type}`;
    find(item, '.reason').textContent = reason;
    find(item, '.payload').textContent = JSON.stringify(message.payload ?? {}).slice(0, MAX_PAYLOAD);
    button(item, 'retry', `Retry dead letter ${seq}`, () => void this.#act('POST', `/dead_letters/${seq}/retry`, seq));
    button(item, 'delete', `Delete dead letter ${seq}`, () => void this.#act('DELETE', `/messages/${seq}`, seq));
    return item;
  }

  async #act(method: string, rest: string, seq: number): Promise<void> {
    try {
      const { body, problem } = await call<{ seq: number }>(method, userPath(this.#user, rest));
      if (problem) this.#say(problem);
      else this.#say(method === 'POST' ? `Dead letter ${seq} is back${body?.seq ? ` as seq ${body.seq}` : ''}.` : `Dead letter ${seq} is deleted.`);
      await this.refresh();
    } catch (error) {
      this.#say(`No answer of the server: ${whyNoAnswer(error)}.`);
    }
  }

  #say(text: string): void {
    byId('user-answer').textContent = text;
  }
}

function button(item: HTMLElement, name: string, label: string, action: () => void): void {
  const found = find(item, `[data-action=${name}]`);
  found.setAttribute('aria-label', label);
  found.addEventListener('click', action);
}
