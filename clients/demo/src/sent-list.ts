const MAX_SHOWN = 3;

interface Entry {
  label: string;
  status: 'waiting' | 'sent' | 'accepted' | 'refused';
  note: string;
}

/** What was sent from a pane, and what became of it. */
export class SentList {
  #list: HTMLElement;
  #entries: Entry[] = [];
  #isConnected = false;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** A message is given to the client, which sends it until it is accepted. Returns what says how it ended. */
  add(label: string): (status: 'accepted' | 'refused', note: string) => void {
    const entry: Entry = { label, status: this.#isConnected ? 'sent' : 'waiting', note: '' };
    this.#entries.push(entry);
    this.#draw();
    return (status, note) => {
      Object.assign(entry, { status, note });
      this.#draw();
    };
  }

  /** There is a connection now, or none any more. */
  connected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    for (const entry of this.#entries.filter(isOpen)) entry.status = isConnected ? 'sent' : 'waiting';
    this.#draw();
  }

  clear(): void {
    this.#entries = [];
    this.#draw();
  }

  #draw(): void {
    const settled = this.#entries.filter(entry => !isOpen(entry)).slice(-MAX_SHOWN);
    this.#entries = this.#entries.filter(entry => isOpen(entry) || settled.includes(entry));
    this.#list.replaceChildren(...this.#entries.slice(-MAX_SHOWN).map(({ label, status, note }) => {
      const item = document.createElement('li');
      item.dataset['status'] = status;
      item.textContent = `${status}${note ? ` (${note})` : ''}: ${label}`;
      return item;
    }));
  }
}

function isOpen({ status }: Entry): boolean {
  return status === 'waiting' || status === 'sent';
}
