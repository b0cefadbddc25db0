import { find, type Kind } from './dom.js';

/** The named elements of a pane. Each gets a test id of the pane's name and its own. */
export class Parts {
  #pane: HTMLElement;

  constructor(pane: HTMLElement, name: string) {
    this.#pane = pane;
    for (const part of pane.querySelectorAll<HTMLElement>('[data-part]')) part.dataset['testid'] = `${name}-${part.dataset['part']}`;
  }

  get<E extends HTMLElement = HTMLElement>(name: string, kind?: Kind<E>): E {
    return find(this.#pane, `[data-part="${name}"]`, kind);
  }
}
