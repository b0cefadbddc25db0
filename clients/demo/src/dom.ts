/** A kind of element. */
export type Kind<E extends Element> = new () => E;

/** The element of an id. A page without it is broken, and says so. */
export function byId<E extends HTMLElement = HTMLElement>(id: string, kind?: Kind<E>): E {
  return checked(document.getElementById(id), `#${id}`, kind);
}

/** The element of a selector. */
export function find<E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string, kind?: Kind<E>): E {
  return checked(root.querySelector(selector), selector, kind);
}

/** A copy of the only element of a template. */
export function copyOf(template: string): HTMLElement {
  return checked(byId(template, HTMLTemplateElement).content.firstElementChild?.cloneNode(true), template);
}

/** A new element with text; text only ever goes in as text, never as markup. */
export function make(tag: string, name: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

/** A name that nobody else has. Pages without https have no `randomUUID`. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('');
}

function checked<E extends HTMLElement>(element: Node | null | undefined, name: string, kind?: Kind<E>): E {
  if (element instanceof (kind ?? HTMLElement)) return element as E;
  throw new Error(`The page has no ${name}.`);
}
