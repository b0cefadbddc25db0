// One user: connections, sessions and their positions, unread, dead letters, what became of a message.

import { get, post } from "./api.js";
import { el, setText, Table } from "./dom.js";
import { Explanation } from "./explanation.js";
import { count, shortened, time, words } from "./format.js";
import { Pager } from "./pager.js";

const figures = [
  { id: "unread", title: "Unread", value: (user) => count(user.unread) },
  { id: "head_seq", title: "Newest seq", value: (user) => count(user.head_seq) },
  { id: "oldest_seq", title: "Oldest seq", value: (user) => count(user.oldest_seq) },
  { id: "state_version", title: "State version", value: (user) => count(user.state_version) },
  { id: "dead_letters", title: "Dead letters", value: (user) => count(user.dead_letters) },
  { id: "connections", title: "Connections", value: (user) => count(user.connections.length) },
];

const pageSize = 50;

export class User {
  #id = null;
  #title = el("h2", { "data-testid": "user-title", class: "name" });
  #epoch = el("p", { class: "quiet" });
  #figures = new Map();
  #note = el("p", { role: "status", "data-testid": "user-note" });
  #dialog;
  #reason = el("input", { id: "reason", maxlength: "100", "data-testid": "reason", autocomplete: "off" });
  #back = el("input", { id: "back", type: "checkbox", "data-testid": "back" });
  #asked = null;
  #all = el("button", { "data-testid": "disconnect-all", onclick: () => this.#ask(null) }, "Disconnect all");
  #connections = new Table("Connections", [
    { title: "Client", id: "client", class: "name", value: (row) => row.client_id },
    { title: "Connection", class: "name", value: (row) => row.connection_id },
    { title: "Gateway", class: "name", value: (row) => row.gateway },
    { title: "Acknowledged", number: true, value: (row) => count(row.acked_seq) },
    { title: "Connected", value: (row) => time(row.connected_at) },
    { title: "Last seen", value: (row) => time(row.last_seen_at) },
    { title: "Action", make: (row) => el("button", { "data-testid": "disconnect", "aria-label": `Disconnect ${row.client_id}`, onclick: () => this.#ask(row) }, "Disconnect") },
  ], (row) => row.connection_id, "None.", "user-connections");
  #sessions = new Table("Sessions", [
    { title: "Client", class: "name", value: (row) => row.client_id },
    { title: "Acknowledged", id: "acked", number: true, value: (row) => count(row.acked_seq) },
    { title: "Last attached", value: (row) => time(row.last_seen_at) },
  ], (row) => row.client_id, "None.", "user-sessions");
  #letters = new Table("Dead letters", [
    { title: "Seq", number: true, value: (row) => count(row.seq) },
    { title: "Reason", value: (row) => words(row.reason) },
    { title: "Since", value: (row) => time(row.at) },
    { title: "Message", class: "wide", value: (row) => shortened(JSON.stringify(row.message)) },
    { title: "Action", make: (row) => el("button", { "data-testid": "retry", "aria-label": `Retry ${row.seq}`, onclick: (event) => this.#retry(event.target, row) }, "Retry") },
  ], (row) => String(row.seq), "None.", "user-letters");
  #details = el("div", { class: "details", hidden: true });
  #connectionPages = new Pager("connections", "user-connections-pages", () => this.changed());
  #letterPages = new Pager("dead letters", "user-letters-pages", () => this.changed());
  /** Behind which seq each page of dead letters begins, as far as they were looked at. */
  #letterStarts = [0];
  #explanation = new Explanation();

  constructor(root) {
    this.changed = () => {};
    this.#dialog = this.#makeDialog();
    const list = el("dl", { class: "tiles" }, ...figures.map((figure) => {
      const value = el("dd", { "data-figure": `user-${figure.id}` }, "–");
      this.#figures.set(figure, value);
      return el("div", { class: "tile" }, el("dt", {}, figure.title), value);
    }));
    this.#details.append(
      this.#epoch, list,
      el("section", { class: "card" }, el("h3", {}, "Connections"), this.#connections.element, this.#connectionPages.element),
      el("section", { class: "card" }, el("h3", {}, "Sessions"), this.#sessions.element),
      el("section", { class: "card" }, el("h3", {}, "Dead letters"), this.#letters.element, this.#letterPages.element),
      this.#explanation.element);
    root.append(
      el("p", {}, el("a", { href: "#/" }, "Back to the cluster")),
      el("div", { class: "chart-head" }, this.#title, this.#all), this.#note, this.#details,
      this.#dialog);
  }

  /** Reads and shows a user. Nothing is shown when another one is asked for meanwhile. */
  async show(id) {
    if (id !== this.#id) this.#begin(id);
    const path = `users/${encodeURIComponent(id)}`;
    const page = this.#letterPages.page;
    const [user, letters] = await Promise.all([get(path), get(`${path}/dead-letters?limit=${pageSize}&after=${this.#letterStarts[page]}`)]);
    if (id !== this.#id) return;
    setText(this.#epoch, `Epoch ${user.epoch}`);
    for (const [figure, element] of this.#figures) setText(element, figure.value(user));
    this.#all.disabled = user.connections.length === 0;
    this.#connectionPages.show(Math.ceil(user.connections.length / pageSize));
    this.#connections.show(user.connections.slice(this.#connectionPages.page * pageSize, (this.#connectionPages.page + 1) * pageSize));
    this.#sessions.show(user.sessions);
    this.#showLetters(page, letters, user.dead_letters);
    this.#explanation.show(id);
    this.#details.hidden = false;
  }

  /** Nothing of one user is shown, or done, under the name of another. */
  #begin(id) {
    this.#id = id;
    setText(this.#title, id);
    setText(this.#note, "");
    this.#all.disabled = true;
    this.#details.hidden = true;
    this.#dialog.close();
    this.#connectionPages.reset();
    this.#letterPages.reset();
    this.#letterStarts = [0];
  }

  #showLetters(page, { dead_letters: letters, has_more: hasMore }, all) {
    if (page !== this.#letterPages.page) return;
    this.#letterStarts.length = page + 1;
    if (hasMore) this.#letterStarts.push(letters.at(-1).seq);
    // Those of earlier pages may have gone meanwhile.
    const pages = hasMore ? Math.max(page + 2, Math.ceil(all / pageSize)) : page + (letters.length > 0 ? 1 : 0);
    if (this.#letterPages.show(pages)) this.#letters.show(letters);
    else this.changed();
  }

  #makeDialog() {
    return el("dialog", { "aria-labelledby": "disconnect-title", "data-testid": "disconnect-dialog" },
      el("h2", { id: "disconnect-title" }, "Disconnect"),
      el("form", { method: "dialog", onsubmit: (event) => event.submitter?.value === "yes" && this.#disconnect() },
        el("p", {}, el("label", { for: "reason" }, "Reason, which the client is told"), this.#reason),
        el("p", {}, this.#back, el("label", { for: "back" }, " It may connect again")),
        el("p", { class: "row" }, el("button", { value: "yes", "data-testid": "disconnect-yes" }, "Disconnect"), el("button", { value: "no" }, "Cancel"))));
  }

  #ask(connection) {
    this.#asked = { user: this.#id, connection };
    setText(this.#dialog.querySelector("h2"), connection ? `Disconnect ${connection.client_id}?` : `Disconnect all connections of ${this.#id}?`);
    this.#dialog.showModal();
  }

  #disconnect() {
    const { user, connection } = this.#asked;
    const where = connection ? `/connections/${encodeURIComponent(connection.connection_id)}/disconnect` : "/disconnect";
    const body = { reason: this.#reason.value || null, reconnect: this.#back.checked };
    return this.#run(() => post(`users/${encodeURIComponent(user)}${where}`, body), () => "Disconnected.");
  }

  async #retry(button, letter) {
    button.disabled = true;
    await this.#run(() => post(`users/${encodeURIComponent(this.#id)}/dead-letters/${letter.seq}/retry`), ({ seq }) => (seq === null ? `The dead letter ${letter.seq} was handled again.` : `The dead letter ${letter.seq} is back, with the seq ${seq}.`));
    button.disabled = false;
  }

  async #run(call, told) {
    const user = this.#id;
    const say = (text) => user === this.#id && setText(this.#note, text);
    try {
      say(told(await call()));
    } catch (error) {
      say(`That failed: ${error.message}`);
    }
    this.changed();
  }
}
