import { byId, randomId } from './dom.js';
import { call, userPath, whyNoAnswer, type Answer } from './server-api.js';

const BATCH = 100;

interface Published {
  id: string;
  seq: number | null;
  duplicate?: boolean;
}

type Answered = Published | { messages: Published[] };

/** The publisher: an HTTP client of the server API, as a service would be. */
export class Publisher {
  #user = '';
  #run = 0;
  #published: () => void;
  #text = byId('publish-text', HTMLInputElement);
  #priority = byId('publish-priority', HTMLSelectElement);
  #ttl = byId('publish-ttl', HTMLInputElement);
  #id = byId('publish-id', HTMLInputElement);
  #durable = byId('publish-durable', HTMLInputElement);

  /** @param published called after each answer */
  constructor(published: () => void) {
    this.#published = published;
    byId('publish-form').addEventListener('submit', event => {
      event.preventDefault();
      void this.#publish({ ...this.#message(), id: this.#id.value || randomId() });
    });
    byId('publish-hundred').addEventListener('click', () => {
      void this.#publish({ messages: Array.from({ length: BATCH }, (_, index) => this.#message(index + 1)) });
    });
  }

  use(user: string): void {
    this.#user = user;
    byId('publish-path').textContent = `POST ${this.#path()}`;
  }

  #path(): string {
    return userPath(this.#user, '/messages');
  }

  // Only what differs from the defaults is said, as a service would do it.
  #message(n?: number): object {
    return {
      type: 'note',
      id: randomId(),
      payload: { content: this.#text.value, n },
      ...(this.#priority.value === 'normal' ? {} : { priority: this.#priority.value }),
      ...(this.#ttl.value ? { ttl_ms: Number(this.#ttl.value) } : {}),
      ...(this.#durable.checked ? {} : { durable: false }),
    };
  }

  async #publish(body: object): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    this.#show(run, null, 'Publishing…');
    try {
      const answer = await call<Answered>('POST', this.#path(), body);
      this.#show(run, answer.status, answer.body ? success(answer.body, answer) : answer.problem);
      this.#published();
    } catch (error) {
      this.#show(run, 0, `No answer of the server: ${whyNoAnswer(error)}. The message may or may not have been accepted.`);
    }
  }

  // Only the latest call's answer is shown, whichever comes back last.
  #show(run: number, status: number | null, text: string): void {
    if (run !== this.#run) return;
    const answer = byId('publish-answer');
    answer.dataset['status'] = String(status ?? '');
    answer.classList.toggle('bad', status !== null && status !== 200);
    answer.textContent = text;
  }
}

function success(body: Answered, { ms }: Answer<Answered>): string {
  const messages = 'messages' in body ? body.messages : [body];
  const [first, last] = [messages[0]?.seq ?? null, messages.at(-1)?.seq ?? null];
  if (first === null) return `200 in ${ms} ms: sent to the connections that are there, not stored`;
  const seqs = first === last ? String(first) : `${first}..${last}`;
  return messages[0]?.duplicate ? `200 in ${ms} ms: duplicate, this id is stored already as seq ${seqs}` : `200 in ${ms} ms: stored as seq ${seqs}`;
}
