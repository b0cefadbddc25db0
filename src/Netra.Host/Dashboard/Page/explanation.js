// What became of one message of a user.

import { get } from "./api.js";
import { el, setText, Table } from "./dom.js";
import { time, words } from "./format.js";

export class Explanation {
  #user = null;
  #seq = el("input", { id: "explain-seq", type: "number", min: "1", step: "1", required: true, "data-testid": "explain-seq", autocomplete: "off" });
  #summary = el("p", { role: "status", "data-testid": "explain-summary" });
  #facts = el("ul", { "data-testid": "explain-facts" });
  #shown = el("div", { hidden: true });
  #connections = new Table("Connections that the message could come to", [
    { title: "Client", class: "name", value: (row) => row.client_id },
    { title: "State", value: (row) => words(row.state) },
    { title: "Given", id: "given", value: (row) => words(row.given) },
    { title: "Why", class: "wide", value: (row) => row.why ?? "" },
    { title: "Connected", value: (row) => time(row.connected_at) },
    { title: "Ended", class: "wide", value: (row) => (row.ended_at ? `${time(row.ended_at)}, ${row.end_reason ?? ""}` : "–") },
  ], (row) => row.connection_id, "None is known.", "explain-connections");

  constructor() {
    this.#shown.append(this.#facts, this.#connections.element);
    this.element = el("section", { class: "card" },
      el("h3", {}, "What became of a message"),
      el("form", { class: "row", onsubmit: (event) => this.#ask(event) },
        el("label", { for: "explain-seq" }, "Seq"), this.#seq, el("button", { "data-testid": "explain" }, "Explain")),
      this.#summary, this.#shown);
  }

  /** Of whom it is asked from now on. What was told of another user goes. */
  show(user) {
    if (user === this.#user) return;
    this.#user = user;
    this.#seq.value = "";
    this.#clear("");
  }

  async #ask(event) {
    event.preventDefault();
    const user = this.#user;
    this.#clear("Asking every process …");
    try {
      const told = await get(`users/${encodeURIComponent(user)}/messages/${encodeURIComponent(this.#seq.value)}/explain`);
      if (user === this.#user) this.#tell(told);
    } catch (error) {
      if (user === this.#user) this.#clear(error.message);
    }
  }

  #clear(text) {
    setText(this.#summary, text);
    this.#shown.hidden = true;
  }

  #tell(told) {
    setText(this.#summary, `${words(told.verdict)}: ${told.summary}`);
    this.#facts.replaceChildren(...[...factsOf(told)].map((fact) => el("li", {}, fact)));
    this.#connections.show(told.connections);
    this.#shown.hidden = false;
  }
}

const acknowledgementOf = ({ has_acknowledged: has, began_at_seq: began, acked_seq: acked }, seq) => {
  if (began >= seq) return `began behind it (at ${began})`;
  return `has ${has ? "acknowledged it" : "not acknowledged it"} (at ${acked})`;
};

function* factsOf({ seq, message, accepted, committed, pushed, sessions, skipped, dead_letter: letter, unknown }) {
  if (message) yield `${message.type}, id ${message.id}, priority ${message.priority}${message.ttl_ms ? `, ttl ${message.ttl_ms} ms` : ""}`;
  if (accepted) yield `Accepted at ${time(accepted.at)}${accepted.by ? ` from ${words(accepted.by.kind)} ${accepted.by.name ?? ""}` : ""}`;
  if (committed?.at) yield `Durable at ${time(committed.at)}`;
  if (pushed) yield pushed.length ? `Pushed to ${pushed.map((push) => push.gateway).join(", ")}` : "Pushed to nobody: nobody was connected";
  if (skipped) yield `Skipped: ${words(skipped.reason)}`;
  if (letter) yield `Dead letter since ${time(letter.at)}: ${words(letter.reason)}`;
  for (const session of sessions) yield `${session.client_id} ${acknowledgementOf(session, seq)}`;
  for (const gap of unknown) yield `Not known: ${gap}`;
}
