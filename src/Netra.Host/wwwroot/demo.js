// Built from clients/demo by `npm run build`. Change it there.

// src/dom.ts
function byId(id, kind) {
  return checked(document.getElementById(id), `#${id}`, kind);
}
function find(root, selector, kind) {
  return checked(root.querySelector(selector), selector, kind);
}
function copyOf(template) {
  return checked(byId(template, HTMLTemplateElement).content.firstElementChild?.cloneNode(true), template);
}
function make(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function checked(element2, name, kind) {
  if (element2 instanceof (kind ?? HTMLElement)) return element2;
  throw new Error(`The page has no ${name}.`);
}

// ../typescript/src/netra-error.ts
var NetraError = class extends Error {
  /** A stable code: one of the protocol's (section 6), or `outbox_full`, `too_large`, `version_conflict`, `closed`. */
  code;
  constructor(code, message) {
    super(message);
    this.name = "NetraError";
    this.code = code;
  }
};

// ../typescript/src/shared-state.ts
var SharedState = class {
  #change;
  #guard;
  #watchers = /* @__PURE__ */ new Set();
  #value = {};
  #version = null;
  /** @internal */
  constructor(change, guard2) {
    this.#change = change;
    this.#guard = guard2;
  }
  /** The document. Not to be changed: it is replaced as a whole. */
  get value() {
    return this.#value;
  }
  /** Its version; null until the server has told it. */
  get version() {
    return this.#version;
  }
  /** Calls back at each change, and with the document as it is when it is known. Returns what ends it. */
  onChange(watcher) {
    this.#watchers.add(watcher);
    if (this.#version !== null) watcher(this.#value, this.#version);
    return () => this.#watchers.delete(watcher);
  }
  /** Changes it by a merge patch (RFC 7396). Resolves when the change is durable; rejects as `send` does. */
  patch(patch, options = {}) {
    return this.#change({ patch }, options);
  }
  /** Sets values at dotted paths. */
  set(updates, options = {}) {
    return this.#change({ updates }, options);
  }
  /** Changes it by a JSON Patch (RFC 6902). */
  apply(ops, options = {}) {
    return this.#change({ ops }, options);
  }
  /** @internal */
  replaced(value, version) {
    this.#value = value;
    this.#version = version;
    for (const watcher of [...this.#watchers]) this.#guard(() => watcher(this.#value, version));
  }
};

// ../typescript/src/shell/delivery-queue.ts
function deliveryQueue(failed) {
  const tasks = [];
  let working = false;
  const work = () => {
    working = true;
    let task;
    while (task = tasks.shift()) {
      try {
        const result = task();
        if (result) return void result.catch(failed).then(work);
      } catch (cause) {
        failed(cause);
      }
    }
    working = false;
  };
  return (task) => {
    tasks.push(task);
    if (!working) work();
  };
}

// ../typescript/src/core/actions.ts
var TIMERS = ["connect", "liveness", "come_back", "token", "ack", "resume", "state", "outbox", "retry"];

// ../typescript/src/core/options.ts
var DEFAULT_NUMBERS = {
  first_delay_ms: 250,
  longest_delay_ms: 3e4,
  steady_after_ms: 5e3,
  connect_timeout_ms: 15e3,
  pong_timeout_ms: 1e4,
  wake_timeout_ms: 5e3,
  ack_delay_ms: 200,
  ack_every: 100,
  max_pending: 1e3,
  max_outbox: 1e3,
  max_in_flight: 1,
  token_retry_ms: 5e3
};

// ../typescript/src/core/context.ts
var Context = class {
  numbers;
  now = 0;
  connected = false;
  #actions = [];
  #timers = /* @__PURE__ */ new Set();
  #random;
  constructor(options, random) {
    this.numbers = { ...DEFAULT_NUMBERS, ...options.numbers };
    this.#random = random;
  }
  do(action) {
    this.#actions.push(action);
  }
  send(frame) {
    this.do({ do: "send", frame });
  }
  /** The actions since the last call. */
  take() {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }
  setTimer(timer, inMs) {
    this.#timers.add(timer);
    this.do({ do: "set_timer", timer, in_ms: inMs });
  }
  /** The timer has fired; false when it was cleared meanwhile. */
  fired(timer) {
    return this.#timers.delete(timer);
  }
  runs(timer) {
    return this.#timers.has(timer);
  }
  clearTimers(names = TIMERS) {
    for (const timer of names) if (this.#timers.delete(timer)) this.do({ do: "clear_timer", timer });
  }
  /** Full jitter: a delay of chance, up to a limit that doubles with each attempt. */
  jitter(attempt) {
    const { first_delay_ms: first, longest_delay_ms: longest } = this.numbers;
    return Math.floor(this.#random() * Math.min(longest, first * 2 ** attempt));
  }
};

// ../typescript/src/core/frames.ts
var OWN_ID = "netra:";
function payloadOf(frame) {
  return frame.payload;
}

// ../typescript/src/core/position.ts
var Position = class {
  epoch = null;
  /** The ordinary run has come so far. */
  received = 0;
  /** Seqs above `received` that came ahead of their turn. */
  #early = /* @__PURE__ */ new Set();
  /** Seqs above `value` that are handled. */
  #handled = /* @__PURE__ */ new Set();
  /** Seqs of deliveries by their number; null for one without a seq or of an epoch that is over. */
  #pending = /* @__PURE__ */ new Map();
  #deliveries = 0;
  constructor(record) {
    if (!record) return;
    this.epoch = record.epoch;
    this.received = record.last_seq;
    this.#early = new Set(record.early);
    this.#handled = new Set(record.early);
  }
  /** Everything up to this seq is handled; what the server may know. */
  get value() {
    let value = this.received;
    for (const seq of this.#pending.values()) if (seq !== null && seq <= value) value = seq - 1;
    return value;
  }
  get pending() {
    return this.#pending.size;
  }
  /** Handled seqs above a position. */
  handledAbove(position) {
    return [...this.#handled].filter((seq) => seq > position || !this.#handled.delete(seq)).sort((a, b) => a - b);
  }
  has(seq) {
    return seq <= this.received || this.#early.has(seq);
  }
  /** Whether every seq between `received` and this one came ahead of its turn. */
  isNext(seq) {
    for (let between = this.received + 1; between < seq; between += 1) if (!this.#early.has(between)) return false;
    return true;
  }
  moveTo(seq) {
    this.received = Math.max(this.received, seq);
    for (const early of this.#early) if (early <= this.received) this.#early.delete(early);
    while (this.#early.delete(this.received + 1)) this.received += 1;
  }
  addEarly(seq) {
    this.#early.add(seq);
    this.moveTo(this.received);
  }
  /** Seqs of another history begin. */
  beginEpoch(epoch, received) {
    this.epoch = epoch;
    this.received = received;
    this.#early.clear();
    this.#handled.clear();
    for (const delivery of this.#pending.keys()) this.#pending.set(delivery, null);
  }
  /** Numbers a delivery. */
  deliver(seq) {
    this.#deliveries += 1;
    this.#pending.set(this.#deliveries, seq);
    return this.#deliveries;
  }
  handled(delivery) {
    const seq = this.#pending.get(delivery);
    this.#pending.delete(delivery);
    if (typeof seq === "number") this.#handled.add(seq);
  }
};

// ../typescript/src/core/delivery.ts
var Delivery = class {
  position;
  #context;
  #saved;
  #acked = 0;
  /** A `resume` is under way: durable frames that still come are from before it. */
  #resuming = false;
  /** The application is too far behind: durable frames are left to a later `resume`. */
  #full = false;
  /** Where a jump was met that a `resume` has not mended. */
  #gapAt = -1;
  constructor(context, record) {
    this.#context = context;
    this.position = new Position(record);
    this.#saved = JSON.stringify(record);
  }
  /** A connection is asked for. What is handled up to here, its `last_seq` tells the server. */
  opening() {
    this.#acked = this.position.value;
    return this.position;
  }
  /** A connection begins. Returns whether it is one of another history. */
  begin(established) {
    const { position } = this;
    const { epoch, resumed, reset_reason: reason, replay_from: from, head_seq: head, oldest_seq: oldest } = established;
    const before = from === null ? head : from - 1;
    this.#resuming = false;
    this.#gapAt = -1;
    this.#full = position.pending > this.#context.numbers.max_pending / 2;
    if (reason === "retention" && epoch === position.epoch) {
      const lost = { from: position.received + 1, to: oldest > 0 ? oldest - 1 : head };
      if (lost.to >= lost.from) this.#context.do({ do: "reset", reason, ...lost });
      position.moveTo(lost.to);
    } else if (!resumed) {
      position.beginEpoch(epoch, before);
      if (reason) this.#context.do({ do: "reset", reason, from: null, to: null });
    }
    if (!resumed) this.#acked = position.value;
    return reason === "epoch_changed" || reason === "ahead";
  }
  /** The answer to `resume`. False when only a new connection can tell where to go on. */
  resumed(frame) {
    this.#resuming = false;
    return payloadOf(frame).reset_reason === null;
  }
  /** A frame of the application. Returns whether it is new and taken now. */
  take(frame, deliver) {
    const { seq } = frame;
    if (seq === void 0) {
      if (!this.#isFull()) this.#deliver(frame, null);
      return true;
    }
    const { position } = this;
    if (this.#resuming || position.has(seq) || this.#isFull()) return false;
    if (frame.expedited) position.addEarly(seq);
    else if (this.#reaches(seq)) position.moveTo(seq);
    else return false;
    if (deliver) this.#deliver(frame, seq);
    return true;
  }
  skip(frame) {
    const { from, to, reason } = payloadOf(frame);
    const { position } = this;
    if (this.#resuming || to <= position.received || this.#isFull() || !this.#reaches(from)) return;
    this.#context.do({ do: "skipped", from: Math.max(from, position.received + 1), to, reason });
    position.moveTo(to);
  }
  handled(delivery) {
    this.position.handled(delivery);
    if (!this.#full || !this.#context.connected || this.position.pending > this.#context.numbers.max_pending / 2) return;
    this.#full = false;
    if (!this.#resuming) this.resume();
  }
  /** Asks for everything behind the position. */
  resume() {
    this.#resuming = true;
    this.#context.send({ type: "resume", id: `${OWN_ID}resume`, payload: { last_seq: this.position.value, epoch: this.position.epoch } });
  }
  /** Saves what has changed, and acknowledges it now or soon. The record comes first: what is acknowledged must be kept. */
  settle(userId) {
    const { epoch, value } = this.position;
    if (epoch === null) return;
    const record = { user_id: userId, epoch, last_seq: value, early: this.position.handledAbove(value) };
    const text = JSON.stringify(record);
    if (text !== this.#saved) this.#context.do({ do: "save", record });
    this.#saved = text;
    if (!this.#context.connected || value <= this.#acked) return;
    const { ack_every: every, ack_delay_ms: delay } = this.#context.numbers;
    if (value - this.#acked >= every) this.acknowledge();
    else if (!this.#context.runs("ack")) this.#context.setTimer("ack", delay);
  }
  acknowledge() {
    const { value } = this.position;
    if (!this.#context.connected || value <= this.#acked) return;
    this.#context.clearTimers(["ack"]);
    this.#context.send({ type: "ack", payload: { seq: value } });
    this.#acked = value;
  }
  // Whether the run goes on here. A jump is met with a resume, and believed when it comes again.
  #reaches(seq) {
    const { position } = this;
    if (position.isNext(seq)) return true;
    if (this.#gapAt !== position.received) {
      this.#gapAt = position.received;
      this.resume();
      return false;
    }
    this.#context.do({ do: "skipped", from: position.received + 1, to: seq - 1, reason: "gap" });
    return true;
  }
  #isFull() {
    this.#full ||= this.position.pending >= this.#context.numbers.max_pending;
    return this.#full;
  }
  #deliver(frame, seq) {
    this.#context.do({ do: "deliver", delivery: this.position.deliver(seq), frame });
  }
};

// ../typescript/src/core/close-codes.ts
var FINAL = [1e3, 4400, 4403, 4409];
var FLOORS = { 4429: 5e3, 4503: 1e3 };
function floorAfter(code, reason) {
  return FINAL.includes(code) || code === 4410 && !saysReconnect(reason) ? null : FLOORS[code] ?? 0;
}
function saysReconnect(reason) {
  try {
    const said = JSON.parse(reason);
    return said?.reconnect === true;
  } catch {
    return false;
  }
}

// ../typescript/src/core/link.ts
var MAX_REFUSALS = 5;
var LATE_MS = 6e4;
var Link = class {
  state = "disconnected";
  #context;
  #lost;
  #asked = null;
  #refused = false;
  #refusals = 0;
  #attempt = 0;
  #establishedAt = 0;
  #intervalMs = 0;
  #heardAt = 0;
  #pinged = false;
  #notBefore = 0;
  #comeBackAt = null;
  #open = false;
  /** When this client has left a socket of its own accord, or lost one: the server may learn of either late. */
  #leftAt = -Infinity;
  /** @param lost called when a connection is over */
  constructor(context, lost) {
    this.#context = context;
    this.#lost = lost;
  }
  connect() {
    if (this.state === "waiting") return this.wake();
    if (this.state !== "disconnected" && this.state !== "closed") return;
    this.#refusals = 0;
    this.#begin();
  }
  disconnect() {
    if (this.state === "disconnected") return;
    this.#leave(1e3);
    this.#become({ state: "disconnected" });
  }
  /** The network or the page may be back. */
  wake() {
    if (this.state === "waiting") {
      const restMs = this.#notBefore - this.#context.now;
      if (restMs > 0) return this.#context.setTimer("retry", restMs);
      this.#context.clearTimers(["retry"]);
      this.#begin();
    } else if (this.state === "connected" && !this.#pinged) {
      this.#ping(this.#context.numbers.wake_timeout_ms);
    }
  }
  token(token, query) {
    const asked = this.#asked;
    this.#asked = null;
    if (asked === "refresh") return this.#context.send({ type: "auth", id: `${OWN_ID}auth`, payload: { token } });
    if (asked === null) return;
    this.#refused = false;
    this.#open = true;
    this.#context.do({ do: "open", query: query() });
  }
  tokenFailed(final) {
    const asked = this.#asked;
    this.#asked = null;
    if (asked === null) return;
    if (asked === "refresh") {
      if (!final) return this.refreshFailed();
      return this.#context.do({ do: "error", code: "no_token", message: "No fresh token.", ref: null });
    }
    if (final) this.end(1e3, "no_token");
    else this.#wait(null, "no_token", 0);
  }
  /** `connection_established` came. False when it is not its time. */
  established(resumed, intervalMs) {
    if (this.state !== "connecting") return false;
    this.#context.clearTimers(["connect"]);
    this.#context.connected = true;
    this.#establishedAt = this.#context.now;
    this.#intervalMs = intervalMs;
    this.#refusals = 0;
    this.#become({ state: "connected", resumed });
    this.#context.setTimer("liveness", intervalMs);
    return true;
  }
  heard() {
    this.#heardAt = this.#context.now;
    this.#pinged = false;
  }
  /** The socket has closed. @param retryAfterMs takes the place of the code's floor */
  closed(code, reason, retryAfterMs) {
    if (!this.#open) return;
    this.#open = false;
    const floorMs = floorAfter(code, reason);
    if (code === 4401) {
      this.#refused = true;
      this.#refusals += 1;
    }
    const comeBackAt = this.#comeBackAt;
    const byItself = code === 4409 && this.#context.now - this.#leftAt < LATE_MS;
    if (code === 1006) this.#leftAt = this.#context.now;
    if (floorMs === null && !byItself || this.#refusals >= MAX_REFUSALS) this.end(code, reason, code);
    else if (code === 1012 && comeBackAt !== null) this.#waitFor(code, reason, Math.max(0, comeBackAt - this.#context.now), 0);
    else this.#wait(code, reason, retryAfterMs ?? floorMs ?? 0);
  }
  /** The connection is of no use any more. */
  broken(closeCode, reason) {
    if (this.state !== "connecting" && this.state !== "connected") return;
    this.#leave(closeCode);
    this.#wait(null, reason, 0);
  }
  /** Ends for good. */
  end(closeCode, reason, code = null) {
    this.#leave(closeCode, code);
    this.#become({ state: "closed", code, reason });
  }
  /** Leaves this connection for another. */
  again() {
    this.#leave(1e3);
    this.#begin();
  }
  /** The server asks to come back later. */
  comeBack(afterMs) {
    this.#comeBackAt = this.#context.now + afterMs;
    this.#context.setTimer("come_back", afterMs);
  }
  refresh() {
    this.#ask("refresh");
  }
  refreshFailed() {
    this.#context.setTimer("token", this.#context.numbers.token_retry_ms);
  }
  timer(timer) {
    if (timer === "retry") this.#begin();
    else if (timer === "connect") this.broken(4408, "timeout");
    else if (timer === "come_back") this.again();
    else if (timer === "token") this.refresh();
    else if (timer === "liveness") this.#checkLiveness();
  }
  #begin() {
    this.#become({ state: "connecting" });
    this.#context.setTimer("connect", this.#context.numbers.connect_timeout_ms);
    this.#ask(this.#refused ? "refused" : "connect");
  }
  #ask(reason) {
    this.#asked = reason;
    this.#context.do({ do: "get_token", reason });
  }
  #checkLiveness() {
    const silentMs = this.#context.now - this.#heardAt;
    if (this.#pinged) this.broken(4408, "silent");
    else if (silentMs >= this.#intervalMs) this.#ping(this.#context.numbers.pong_timeout_ms);
    else this.#context.setTimer("liveness", this.#intervalMs - silentMs);
  }
  #ping(timeoutMs) {
    this.#pinged = true;
    this.#context.send({ type: "ping" });
    this.#context.setTimer("liveness", timeoutMs);
  }
  #wait(code, reason, floorMs) {
    this.#release(code);
    const delayMs = floorMs + this.#context.jitter(this.#attempt);
    this.#attempt += 1;
    this.#waitFor(code, reason, delayMs, floorMs);
  }
  #waitFor(code, reason, delayMs, floorMs) {
    this.#release(code);
    this.#notBefore = this.#context.now + floorMs;
    this.#become({ state: "waiting", code, reason, in_ms: delayMs });
    this.#context.setTimer("retry", delayMs);
  }
  // Closes the socket, if there is one, and forgets the connection.
  #leave(closeCode, code = null) {
    if (this.#open) {
      this.#context.do({ do: "close", code: closeCode });
      this.#leftAt = this.#context.now;
    }
    this.#open = false;
    this.#release(code);
  }
  #release(code) {
    const over = this.#context.connected;
    if (over && this.#context.now - this.#establishedAt >= this.#context.numbers.steady_after_ms) this.#attempt = 0;
    this.#context.connected = false;
    this.#asked = null;
    this.#pinged = false;
    this.#comeBackAt = null;
    this.#context.clearTimers();
    if (over) this.#lost(code);
  }
  #become(connection) {
    this.state = connection.state;
    this.#context.do({ do: "connection", ...connection });
  }
};

// ../typescript/src/core/json.ts
function isObject(value) {
  return Object(value) === value && !Array.isArray(value);
}
function isDeeper(value, levels) {
  return Object(value) === value && (levels < 1 || Object.values(value).some((each) => isDeeper(each, levels - 1)));
}

// ../typescript/src/core/outbox.ts
var MAX_FAILURES = 8;
var MAX_CONFLICTS = 50;
var MAX_LEVELS = 64;
var SECOND_MS = 1e3;
var SHARE = 0.9;
var RATE_PAUSE_MS = 2e3;
var OF_FRAMES = /^(invalid|reserved|rate)_/;
var FULL = { code: "outbox_full", message: "Too many messages wait." };
var TOO_LARGE = { code: "too_large", message: "Too large for the server." };
var TOO_DEEP = { code: "invalid_json", message: "Too deep for the server." };
var CONFLICT = { code: "version_conflict", message: "The state has changed." };
var Outbox = class {
  #context;
  #document;
  #entries = [];
  #maxBytes = Infinity;
  /** What a frame costs of the time in which the server's allowance grows, and up to when that is spent. */
  #costMs = 0;
  #spentUntil = 0;
  /** Errors about some of what is under way; the server could not say which. */
  #unnamed = [];
  #changed = false;
  constructor(context, document2, records = []) {
    this.#context = context;
    this.#document = document2;
    this.#entries = records.map((record) => newEntry(record, false));
  }
  add(record, ask = false) {
    const fault = this.#isTooDeep(record) ? TOO_DEEP : this.#entries.length >= this.#context.numbers.max_outbox ? FULL : null;
    if (fault) return this.#reject(record, fault);
    if ("change" in record && (ask || "ops" in record.change)) record = this.#meantFor(record);
    this.#entries.push(newEntry(record, ask));
    this.#changed = true;
    this.pump();
  }
  connected({ max_message_bytes: maxBytes, messages_per_second: rate = Infinity }) {
    this.#maxBytes = maxBytes;
    this.#costMs = Math.min(SECOND_MS, SECOND_MS / (rate * SHARE));
    this.#spentUntil = -Infinity;
    this.pump();
  }
  disconnected(code) {
    this.#unnamed = [];
    for (const entry of this.#underWay()) {
      entry.sent = false;
      if (code === 1009) this.#fail(entry, TOO_LARGE);
    }
  }
  /** Sends what may be sent now. */
  pump() {
    const silent = this.#underWay();
    if (this.#unnamed.length >= silent.length) this.#unnamed.splice(0).forEach((fault, index2) => this.#fail(silent[index2], fault));
    while (this.#context.connected && !this.#context.runs("outbox")) {
      const entry = this.#entries.find((each) => !each.sent);
      const underWay = this.#underWay().length;
      if (!entry || this.#unnamed.length > 0 || underWay >= this.#context.numbers.max_in_flight || this.#entries.some((each) => each.asking)) return;
      if ("change" in entry.record && (!this.#document.known || underWay > 0)) return;
      const { now } = this.#context;
      const spentUntil = Math.max(this.#spentUntil, now - SECOND_MS) + this.#costMs;
      if (spentUntil > now) return this.#context.setTimer("outbox", Math.ceil(spentUntil - now));
      this.#spentUntil = spentUntil;
      this.#send(entry);
    }
  }
  /** `ack`, or the `state_updated` of a change. */
  accepted(id, duplicate, seq) {
    const entry = this.#find(id);
    if (!entry) return;
    this.#remove(entry);
    this.#context.do({ do: "accepted", id: entry.record.id, duplicate, seq });
    this.pump();
  }
  conflict(frame) {
    const { server_version: version, state } = payloadOf(frame);
    this.#document.raise(version, state);
    const entry = this.#find(frame.id);
    if (!entry || !("change" in entry.record)) return;
    const { id, change, version: meantFor } = entry.record;
    entry.sent = false;
    entry.conflicts += 1;
    if (entry.conflicts > MAX_CONFLICTS || !entry.ask && ("ops" in change || meantFor !== void 0)) {
      this.#fail(entry, CONFLICT);
    } else if (entry.ask) {
      entry.asking = true;
      entry.record = this.#meantFor({ id, change });
      this.#context.do({ do: "conflict", id, change, version: this.#document.version, state: this.#document.state });
    }
    this.pump();
  }
  /** The application has said what becomes of a change that met a conflict. */
  resolved(id, change) {
    const entry = this.#find(id);
    if (!entry?.asking) return;
    entry.asking = false;
    if (change) entry.record = { ...entry.record, id, change };
    if (!change) this.#fail(entry, CONFLICT);
    else if (this.#isTooDeep(entry.record)) this.#fail(entry, TOO_DEEP);
    else this.#changed = true;
    this.pump();
  }
  /** Takes an error. False when it belongs to no entry. */
  failed(error) {
    const { ref, code } = error;
    const entry = ref === null ? this.#underWay()[0] : this.#find(ref);
    if (!entry || ref === null && !OF_FRAMES.test(code)) return false;
    if (ref === null) {
      this.#unnamed.push(error);
    } else {
      entry.sent = false;
      const delay = this.#delayOf(entry, error);
      if (delay === null) this.#fail(entry, error);
      else this.#context.setTimer("outbox", delay);
    }
    this.pump();
    return true;
  }
  settle() {
    if (this.#changed) this.#context.do({ do: "save_outbox", entries: this.#entries.map((entry) => entry.record) });
    this.#changed = false;
  }
  // How long to wait before the next try, or null when there is none.
  #delayOf(entry, { code, retry_after_ms: retryAfter }) {
    if (code === "rate_limited") return Math.max(retryAfter ?? 0, RATE_PAUSE_MS);
    if (retryAfter !== null) return retryAfter;
    if (code !== "internal") return null;
    entry.failures += 1;
    return entry.failures < MAX_FAILURES ? this.#context.jitter(entry.failures - 1) : null;
  }
  #send(entry) {
    const frame = this.#frameOf(entry.record);
    if (new Blob([JSON.stringify(frame)]).size > this.#maxBytes) return this.#fail(entry, TOO_LARGE);
    entry.sent = true;
    this.#context.send(frame);
  }
  #frameOf(record) {
    if (!("change" in record)) return { type: record.type, id: record.id, payload: record.payload };
    const { id, change, version = this.#document.version } = record;
    const type = "updates" in change ? "partial_state_update" : "state_update";
    return { type, id, payload: { version, ...change } };
  }
  #meantFor(record) {
    return this.#document.known ? { ...record, version: this.#document.version } : record;
  }
  #find(id) {
    return this.#entries.find((entry) => entry.record.id === id);
  }
  #remove(entry) {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#changed = true;
  }
  #underWay() {
    return this.#entries.filter((each) => each.sent);
  }
  #isTooDeep(record) {
    return isDeeper(this.#frameOf(record), MAX_LEVELS);
  }
  #fail(entry, fault) {
    if (!entry) return;
    this.#remove(entry);
    this.#reject(entry.record, fault);
  }
  #reject({ id }, { code, message }) {
    this.#context.do({ do: "rejected", id, code, message });
  }
};
function newEntry(record, ask) {
  return { record, sent: false, ask, asking: false, failures: 0, conflicts: 0 };
}

// ../typescript/src/core/state-patches.ts
function applyChange(document2, change) {
  const result = "patch" in change ? mergePatch(document2, change.patch) : "updates" in change ? setPaths(document2, change.updates) : applyOperations(document2, change.ops);
  if (!isObject(result)) fail();
  return result;
}
function mergePatch(target, patch) {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}
function setPaths(document2, updates) {
  return Object.entries(updates).reduce((result, [path, value]) => setPath(result, path.split("."), value), document2);
}
function setPath(document2, path, value) {
  const [name, ...rest] = path;
  if (!name || document2 !== void 0 && !isObject(document2)) fail();
  const entries = new Map(Object.entries(document2 ?? {}));
  entries.set(name, rest.length === 0 ? value : setPath(entries.get(name), rest, value));
  return Object.fromEntries(entries);
}
function applyOperations(document2, operations) {
  const holder = { root: structuredClone(document2) };
  for (const { op, path, from = "", value = null } of operations) {
    if (op === "add" || op === "replace") put(holder, path, value, op === "replace");
    else if (op === "remove") take(holder, path);
    else if (op === "copy") put(holder, path, structuredClone(take(holder, from, false)));
    else if (op === "move") put(holder, path, take(holder, from));
    else if (op !== "test") fail();
  }
  return holder["root"] ?? null;
}
function put(holder, pointer, value, replaces = false) {
  const { parent, name } = find2(holder, pointer);
  if (!Array.isArray(parent)) define(parent, name, value);
  else if (name === "-") parent.push(value);
  else parent.splice(index(name), replaces ? 1 : 0, value);
}
function take(holder, pointer, removes = true) {
  const { parent, name } = find2(holder, pointer);
  const value = member(parent, name);
  if (!removes) return value;
  if (Array.isArray(parent)) parent.splice(index(name), 1);
  else delete parent[name];
  return value;
}
function find2(holder, pointer) {
  const names = `root${pointer}`.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const name = names.pop() ?? "";
  return { parent: names.reduce(member, holder), name };
}
function member(parent, name) {
  if (Object(parent) !== parent || !Object.hasOwn(parent, name)) fail();
  return parent[name] ?? null;
}
function define(parent, name, value) {
  Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });
}
function index(name) {
  if (!/^(0|[1-9]\d*)$/.test(name)) fail();
  return Number(name);
}
function fail() {
  throw new Error();
}

// ../typescript/src/core/state-document.ts
var StateDocument = class {
  version = 0;
  state = {};
  /** Whether the server has told it yet. */
  known = false;
  #context;
  constructor(context) {
    this.#context = context;
  }
  /** `state_snapshot`, `state_resync`. */
  replace(version, state) {
    this.version = version;
    this.state = state;
    this.known = true;
    this.#context.do({ do: "state", version, state });
  }
  /** `current_state`, `version_conflict`: they may be older than what came before them. */
  raise(version, state) {
    if (!this.known || version > this.version) this.replace(version, state);
  }
  /** `state_updated`. */
  update(frame) {
    const payload = payloadOf(frame);
    if (this.known && payload.version <= this.version) return;
    if (!this.known || payload.version > this.version + 1) return this.ask();
    let changed2;
    try {
      changed2 = applyChange(this.state, payload);
    } catch {
      return this.ask();
    }
    this.replace(payload.version, changed2);
  }
  /** Asks for the document, unless that waits for its time. */
  ask() {
    if (!this.#context.runs("state")) this.#context.send({ type: "get_current_state", id: `${OWN_ID}state` });
  }
};

// ../typescript/src/core/client-core.ts
var MAX_REFUSALS2 = 5;
var ClientCore = class {
  #context;
  #document;
  #outbox;
  #delivery;
  #link;
  #options;
  #userId;
  /** How often in a row the server has refused what this client asks for itself. */
  #refusals = 0;
  /** @param random from 0 up to, not including, 1 */
  constructor(options, random) {
    this.#options = options;
    this.#userId = options.user_id ?? options.record?.user_id ?? null;
    this.#context = new Context(options, random);
    this.#document = new StateDocument(this.#context);
    this.#outbox = new Outbox(this.#context, this.#document, options.outbox);
    this.#delivery = new Delivery(this.#context, options.record);
    this.#link = new Link(this.#context, (code) => this.#outbox.disconnected(code));
  }
  /** What to do about an event. @param now milliseconds of any clock that does not go back */
  handle(event, now) {
    this.#context.now = now;
    this.#take(event);
    this.#outbox.settle();
    this.#delivery.settle(this.#userId);
    return this.#context.take();
  }
  #take(event) {
    switch (event.on) {
      case "connect":
        return this.#link.connect();
      case "disconnect":
        this.#delivery.acknowledge();
        return this.#link.disconnect();
      case "wake":
        return this.#link.wake();
      case "hide":
        return this.#delivery.acknowledge();
      case "token":
        return this.#link.token(event.token, () => this.#query(event.token));
      case "token_failed":
        return this.#link.tokenFailed(event.final);
      case "frame":
        return this.#frame(event.frame);
      case "bad_frame":
        return this.#link.broken(4400, "bad_frame");
      case "closed":
        return this.#link.closed(event.code, event.reason, event.retry_after_ms);
      case "timer":
        return this.#timer(event.timer);
      case "handled":
        return this.#delivery.handled(event.delivery);
      case "send":
        return this.#outbox.add({ id: event.id, type: event.type, payload: event.payload });
      case "change":
        return this.#outbox.add({ id: event.id, change: event.change }, event.ask);
      case "resolved":
        return this.#outbox.resolved(event.id, event.change);
    }
  }
  #timer(timer) {
    if (!this.#context.fired(timer)) return;
    if (timer === "ack") this.#delivery.acknowledge();
    else if (timer === "outbox") this.#outbox.pump();
    else if (timer === "resume") this.#delivery.resume();
    else if (timer === "state") this.#document.ask();
    else this.#link.timer(timer);
  }
  #query(token) {
    const { epoch, value } = this.#delivery.opening();
    return {
      token,
      client_id: this.#options.client_id,
      reject: "close",
      ...epoch === null ? { start: this.#options.start ?? "unread" } : { last_seq: value, epoch },
      ...this.#document.known ? { state_version: this.#document.version } : {}
    };
  }
  #frame(frame) {
    this.#link.heard();
    if (frame.type === "connection_established") return this.#established(payloadOf(frame));
    if (!this.#context.connected) return;
    switch (frame.type) {
      case "ping":
        return this.#context.send({ type: "pong" });
      case "reconnect":
        return this.#link.comeBack(payloadOf(frame).after_ms);
      case "resumed":
        this.#refusals = 0;
        return this.#delivery.resumed(frame) ? void 0 : this.#link.again();
      case "skipped":
        return this.#delivery.skip(frame);
      case "ack": {
        const { id, duplicate, seq = null } = payloadOf(frame);
        return this.#outbox.accepted(id, duplicate, seq);
      }
      case "error":
        return this.#error(payloadOf(frame));
      case "version_conflict":
        return this.#outbox.conflict(frame);
      case "pong":
      case "auth_ok":
      case "history":
        return;
      default:
        return this.#stateOrMessage(frame);
    }
  }
  #established(established) {
    const { user_id: userId, limits, heartbeat } = established;
    if (this.#userId !== null && userId !== this.#userId) return this.#link.end(1e3, "user_changed");
    if (!this.#link.established(established.resumed, heartbeat.interval_ms)) return;
    this.#userId = userId;
    this.#refusals = 0;
    if (this.#delivery.begin(established)) this.#document.known = false;
    this.#outbox.connected(limits);
  }
  #stateOrMessage(frame) {
    const { version, state } = payloadOf(frame);
    switch (frame.type) {
      case "state_snapshot":
      case "state_resync":
        this.#document.replace(version, state);
        return this.#outbox.pump();
      case "current_state":
        this.#refusals = 0;
        this.#document.raise(version, state);
        return this.#outbox.pump();
      case "state_updated":
        if (this.#delivery.take(frame, false)) this.#document.update(frame);
        return this.#outbox.accepted(frame.id, false, frame.seq ?? null);
      default:
        this.#delivery.take(frame, true);
    }
  }
  #error(error) {
    if (error.code === "token_expiring") return this.#link.refresh();
    if (error.ref === `${OWN_ID}auth`) return this.#link.refreshFailed();
    if (error.ref?.startsWith(OWN_ID)) return this.#refused(error.ref.slice(OWN_ID.length), error);
    if (this.#outbox.failed(error)) return;
    this.#context.do({ do: "error", code: error.code, message: error.message, ref: error.ref });
  }
  // Without its answer this connection is of little use: it is asked for again, and in the end on another connection.
  #refused(timer, { retry_after_ms: retryAfter }) {
    this.#refusals += 1;
    if (this.#refusals === MAX_REFUSALS2) this.#link.broken(1e3, "refused");
    else this.#context.setTimer(timer, retryAfter ?? this.#context.numbers.first_delay_ms);
  }
};

// ../typescript/src/shell/socket.ts
function openSocket(make2, url, message, closed) {
  const socket = new make2(url, "netra.v1");
  let heard = true;
  socket.addEventListener("message", ({ data }) => heard && message(data));
  socket.addEventListener("close", ({ code, reason }) => heard && closed(code, reason));
  socket.addEventListener("error", () => void 0);
  return {
    send: (text) => socket.send(text),
    close: (code) => {
      heard = false;
      socket.close(code);
    }
  };
}

// ../typescript/src/shell/driver.ts
var LONGEST_MS = 2e9;
var Driver = class {
  #core;
  #options;
  #tell;
  #make;
  #socket = null;
  #timers = /* @__PURE__ */ new Map();
  #events = [];
  #running = false;
  #asked = 0;
  constructor(options, core, tell) {
    this.#options = options;
    this.#core = new ClientCore(core, Math.random);
    this.#tell = tell;
    const make2 = options.webSocket ?? globalThis.WebSocket;
    if (!make2) throw new TypeError("No WebSocket here: pass `webSocket`.");
    this.#make = make2;
  }
  /** Takes an event. What happens while another is worked off comes behind it. */
  happened(event) {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    for (const event2 of this.#events) {
      const actions = this.#handle(event2) ?? this.#handle({ on: "bad_frame" }) ?? [];
      for (const action of actions) this.#attempt(() => this.#do(action));
    }
    this.#events = [];
    this.#running = false;
  }
  #handle(event) {
    return this.#attempt(() => this.#core.handle(event, performance.now()));
  }
  // Nothing that fails stops what comes behind it.
  #attempt(call2) {
    try {
      return call2();
    } catch (cause) {
      this.#failed("fault", cause);
      return void 0;
    }
  }
  #failed(code, cause) {
    this.#tell({ do: "error", code, message: String(cause), ref: null });
  }
  #do(action) {
    switch (action.do) {
      case "get_token":
        return void this.#getToken(action.reason);
      case "open":
        return this.#open(action.query);
      case "send":
        return this.#socket?.send(JSON.stringify(action.frame));
      case "close":
        return this.#socket?.close(action.code);
      case "set_timer":
        return this.#setTimer(action.timer, action.in_ms);
      case "clear_timer":
        return this.#clearTimer(action.timer);
      default:
        return this.#tell(action);
    }
  }
  // A browser throws where a page may not open a socket at all.
  #open(query) {
    try {
      this.#socket = openSocket(this.#make, this.#url(query), (data) => this.#received(data), (code, reason) => this.happened({ on: "closed", code, reason }));
    } catch (cause) {
      this.#failed("socket_failed", cause);
      this.happened({ on: "closed", code: 1006, reason: "" });
    }
  }
  #received(data) {
    let event = { on: "bad_frame" };
    try {
      const frame = JSON.parse(String(data));
      if (isObject(frame) && typeof frame["type"] === "string") event = { on: "frame", frame: { ...frame, payload: frame["payload"] ?? {} } };
    } catch {
    }
    this.happened(event);
  }
  async #getToken(reason) {
    this.#asked += 1;
    const asked = this.#asked;
    const { token } = this.#options;
    let event = { on: "token_failed", final: false };
    try {
      const brought = await (typeof token === "function" ? token(reason) : reason === "connect" ? token : null);
      event = brought == null ? { on: "token_failed", final: true } : { on: "token", token: brought };
    } catch (cause) {
      this.#failed("token_failed", cause);
    }
    if (asked === this.#asked) this.happened(event);
  }
  #url(query) {
    const url = new URL(this.#options.url, globalThis.location?.href);
    url.protocol = url.protocol.replace("http", "ws");
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return url.href;
  }
  #setTimer(timer, inMs) {
    this.#clearTimer(timer);
    this.#timers.set(timer, setTimeout(() => {
      this.#timers.delete(timer);
      this.happened({ on: "timer", timer });
    }, Math.min(inMs, LONGEST_MS)));
  }
  #clearTimer(timer) {
    clearTimeout(this.#timers.get(timer));
    this.#timers.delete(timer);
  }
};

// ../typescript/src/shell/message-stream.ts
var MessageStream = class {
  #closed;
  #messages;
  /** A message that the loop has not come to. The next is given when this one is handled. */
  #offered = null;
  /** Says that the message which was offered, or is in the hands of the loop, is handled. */
  #done;
  /** Ends the wait for a message. */
  #wake;
  #ended = false;
  #failure = null;
  constructor(closed) {
    this.#closed = closed;
    this.#messages = this.#read();
  }
  /** Gives a message; the promise resolves when it is handled. */
  offer(message) {
    if (this.#ended) return;
    this.#offered = { message };
    this.#wake?.();
    return new Promise((resolve) => {
      this.#done = resolve;
    });
  }
  /** There will be no more messages. */
  end(failure) {
    this.#ended = true;
    this.#failure = failure;
    this.#closed();
    this.#done?.();
    this.#wake?.();
  }
  next() {
    return this.#messages.next();
  }
  return() {
    this.end(null);
    return this.#messages.return(void 0);
  }
  [Symbol.asyncIterator]() {
    return this;
  }
  async *#read() {
    for (; ; ) {
      const offered = this.#offered;
      this.#offered = null;
      if (offered) {
        yield offered.message;
        this.#done?.();
      } else if (this.#failure) {
        throw this.#failure;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
};

// ../typescript/src/shell/page-events.ts
function watchPage(wake, hide) {
  const over = new AbortController();
  const hides = (type) => type === "pagehide" || type === "visibilitychange" && globalThis.document.hidden;
  for (const event of ["online", "pageshow", "pagehide", "visibilitychange"]) {
    globalThis.addEventListener?.(event, ({ type }) => hides(type) ? hide() : wake(), { signal: over.signal });
  }
  return () => over.abort();
}

// ../typescript/src/shell/outgoing.ts
var MAX_TYPE = 64;
var MAX_ID = 128;
var RESERVED = "ping pong ack resume auth get_current_state state_update partial_state_update history connection_established resumed error auth_ok state_snapshot state_resync state_updated current_state version_conflict skipped reconnect".split(" ");
function checkNames(type, id) {
  const code = RESERVED.includes(type) ? "reserved_type" : !isName(type, MAX_TYPE) ? "invalid_type" : !isName(id, MAX_ID) || id.startsWith(OWN_ID) ? "invalid_id" : null;
  if (code) refuse(code);
}
function copyOf2(value) {
  let copy;
  try {
    copy = JSON.parse(JSON.stringify(value));
  } catch (cause) {
    refuse("invalid_payload", String(cause));
  }
  if (!isObject(copy)) refuse("invalid_payload");
  return copy;
}
function isName(text, max) {
  return text.length > 0 && text.length <= max && !/\p{Cs}/u.test(text);
}
function refuse(code, message = "Not sent.") {
  throw new NetraError(code, message);
}

// ../typescript/src/shell/tab-name.ts
var RELOAD_GRACE_MS = 1e3;
function randomId2() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
async function claimName(name) {
  const locks = globalThis.navigator?.locks;
  if (!locks) return () => void 0;
  return new Promise((resolve) => {
    let late = false;
    setTimeout(() => {
      late = true;
      resolve(null);
    }, RELOAD_GRACE_MS);
    locks.request(`netra.${name}`, () => late || new Promise(resolve)).catch(() => resolve(() => void 0));
  });
}

// ../typescript/src/shell/tab-store.ts
var OUTBOX_DELAY_MS = 100;
var TabStore = class {
  #store;
  #prefix;
  #failed;
  /** The newest client is the one that writes: an older one, still at work, would put back what is newer. */
  #writer = randomId2();
  #outbox = null;
  #timer;
  /** @param open brings the storage; a page may be forbidden even to name it */
  constructor(open2, prefix, failed) {
    this.#prefix = prefix;
    this.#failed = failed;
    this.#attempt(() => {
      this.#store = open2();
    });
    this.#put("writer", this.#writer);
  }
  recall(name) {
    return this.#attempt(() => JSON.parse(this.#store?.getItem(this.#prefix + name) ?? "null")) ?? null;
  }
  keep(name, value) {
    if ((this.recall("writer") ?? this.#writer) === this.#writer) this.#put(name, value);
  }
  /** Many messages are sent in a row, and each writes the whole: so it is written a moment later, once. */
  keepOutbox(entries) {
    this.#outbox = entries;
    if (this.#store) this.#timer ??= setTimeout(() => this.flush(), OUTBOX_DELAY_MS);
  }
  flush() {
    clearTimeout(this.#timer);
    this.#timer = void 0;
    if (this.#outbox) this.keep("outbox", this.#outbox);
    this.#outbox = null;
  }
  #put(name, value) {
    this.#attempt(() => this.#store?.setItem(this.#prefix + name, JSON.stringify(value)));
  }
  #attempt(call2) {
    try {
      return call2();
    } catch (cause) {
      this.#failed(cause);
      return void 0;
    }
  }
};

// ../typescript/src/shell/watchers.ts
var Watchers = class {
  #watchers = /* @__PURE__ */ new Map();
  /** Returns what ends it. */
  add(name, watcher) {
    const watchers = this.#watchers.get(name) ?? /* @__PURE__ */ new Set();
    this.#watchers.set(name, watchers.add(watcher));
    return () => watchers.delete(watcher);
  }
  of(name) {
    return [...this.#watchers.get(name) ?? []];
  }
};
function guard(call2) {
  try {
    call2();
  } catch (cause) {
    setTimeout(() => console.error("netra: watcher", cause));
  }
}

// ../typescript/src/netra-client.ts
var NetraClient = class {
  /** The user's state. */
  state;
  #store;
  #driver;
  #core;
  #namesItself;
  /** Takes the name; brings what gives it back. */
  #named = null;
  #watchers = new Watchers();
  #queue = deliveryQueue((cause) => this.#error("fault", cause));
  #handlers = new Watchers();
  #streams = /* @__PURE__ */ new Set();
  #promised = /* @__PURE__ */ new Map();
  #connection = { state: "disconnected" };
  #unwatchPage = null;
  #wanted = false;
  /** @internal */
  constructor(options) {
    const { url, user: user2, clientId, storage } = options;
    this.#store = new TabStore(
      () => user2 === void 0 ? null : storage === void 0 ? globalThis.sessionStorage : storage,
      `netra.${String(url)}.${user2}.${clientId ?? ""}.`,
      (cause) => this.#error("storage_failed", cause)
    );
    this.#core = {
      client_id: clientId ?? this.#store.recall("client_id") ?? randomId2(),
      user_id: user2,
      start: options.start,
      numbers: options.numbers,
      record: this.#store.recall("position") ?? void 0,
      outbox: this.#store.recall("outbox") ?? []
    };
    this.#driver = new Driver(options, this.#core, (action) => this.#told(action));
    this.#namesItself = user2 !== void 0 && clientId === void 0;
    this.state = new SharedState((change, how) => this.#change(change, how), guard);
  }
  /** What the connection is now. */
  get connection() {
    return this.#connection;
  }
  /** Connects, or ends a wait. No effect while there is a connection. */
  connect() {
    this.#wanted = true;
    this.#unwatchPage ??= watchPage(() => this.#driver.happened({ on: "wake" }), () => this.#hide());
    this.#named ??= this.#claim();
    void this.#named.then(() => {
      if (this.#wanted) this.#driver.happened({ on: "connect" });
    });
  }
  /** Acknowledges what is handled and closes. What waits to be sent keeps waiting. */
  disconnect() {
    this.#wanted = false;
    this.#unwatchPage?.();
    this.#unwatchPage = null;
    this.#driver.happened({ on: "disconnect" });
    this.#store.flush();
    void this.#named?.then((giveBack) => giveBack());
    this.#named = null;
  }
  /** Hears the messages of a type, in order, one at a time over all types. Returns what ends it. */
  on(type, handler) {
    return this.#handlers.add(type, handler);
  }
  /** Watches what happens beside messages. Returns what ends it. */
  watch(name, watcher) {
    return this.#watchers.add(name, watcher);
  }
  /**
   * Sends a message. Resolves when it is durably accepted, however many connections that takes; rejects with a `NetraError` when it can't be.
   * @param id the same id is accepted once; by default a new one
   */
  send(type, payload, id = randomId2()) {
    return this.#promise(id, void 0, () => {
      checkNames(type, id);
      return { on: "send", id, type, payload: copyOf2(payload) };
    });
  }
  /** Every message from now on. One is handled when the loop asks for the next. Ends with `disconnect`; throws when the connection is closed for good. */
  [Symbol.asyncIterator]() {
    const stream = new MessageStream(() => this.#streams.delete(stream));
    this.#streams.add(stream);
    return stream;
  }
  #change(change, { onConflict }) {
    const id = randomId2();
    const ask = onConflict;
    return this.#promise(id, ask, () => ({ on: "change", id, change: copyOf2(change), ask: ask !== void 0 }));
  }
  #promise(id, onConflict, event) {
    return new Promise((resolve, reject) => {
      if (this.#promised.has(id)) refuse("invalid_id");
      const sent = event();
      this.#promised.set(id, { resolve, reject, onConflict });
      this.#driver.happened(sent);
    });
  }
  #told(action) {
    switch (action.do) {
      case "connection":
        return this.#connected(withoutName(action));
      case "deliver":
        return this.#queue(() => this.#deliver(action.frame, action.delivery));
      case "reset":
      case "skipped":
        return this.#queue(() => this.#tell(action.do, withoutName(action)));
      case "state":
        return this.state.replaced(action.state, action.version);
      case "conflict":
        return void this.#conflict(action);
      case "accepted":
        return this.#settle(action.id)?.resolve(withoutName(action));
      case "rejected":
        return this.#rejected(action);
      case "error":
        return this.#tell("error", withoutName(action));
      case "save":
        return this.#store.keep("position", action.record);
      case "save_outbox":
        return this.#store.keepOutbox(action.entries);
    }
  }
  #connected(connection) {
    this.#connection = connection;
    this.#tell("connection", connection);
    if (connection.state !== "closed" && connection.state !== "disconnected") return;
    const failure = connection.state === "closed" ? new NetraError("closed", `Closed: ${connection.code} ${connection.reason}`) : null;
    this.#queue(() => this.#streams.forEach((stream) => stream.end(failure)));
  }
  // Not asynchronous where no handler is: then the next message does not wait for another turn.
  #deliver(frame, delivery) {
    const message = frame;
    const calls = [...this.#handlers.of(frame.type), ...[...this.#streams].map((stream) => (each) => stream.offer(each))];
    const results = calls.map((call2) => this.#handle(() => call2(message), frame)).filter((result) => result !== void 0);
    const handled = () => this.#driver.happened({ on: "handled", delivery });
    return results.length > 0 ? Promise.all(results).then(handled) : handled();
  }
  #handle(call2, frame) {
    const failed = (cause) => this.#error("listener_failed", cause, frame.id, `A handler of ${frame.type} has failed.`);
    try {
      const result = call2();
      return result ? Promise.resolve(result).catch(failed) : void 0;
    } catch (cause) {
      failed(cause);
      return void 0;
    }
  }
  async #conflict({ id, change, version, state }) {
    let next = null;
    try {
      const said = await this.#promised.get(id)?.onConflict?.({ change, version, state });
      next = said ? copyOf2(said) : null;
    } catch (cause) {
      this.#error("listener_failed", cause, id);
    }
    this.#driver.happened({ on: "resolved", id, change: next });
  }
  #rejected({ id, code, message }) {
    const promised = this.#settle(id);
    if (promised) promised.reject(new NetraError(code, message));
    else this.#tell("error", { code, message, ref: id });
  }
  #settle(id) {
    const promised = this.#promised.get(id);
    this.#promised.delete(id);
    return promised;
  }
  #hide() {
    this.#driver.happened({ on: "hide" });
    this.#store.flush();
  }
  #error(code, cause, ref = null, message = String(cause)) {
    this.#tell("error", { code, message, ref, cause });
  }
  /** What nobody watches, and must not go unseen, is written to the console. */
  #tell(name, value) {
    const watchers = this.#watchers.of(name);
    if (watchers.length === 0 && name !== "connection") console.warn(`netra: ${name}`, value);
    for (const watcher of watchers) guard(() => watcher(value));
  }
  async #claim() {
    if (!this.#namesItself) return () => void 0;
    let giveBack = await claimName(this.#core.client_id);
    while (!giveBack) giveBack = await claimName(this.#core.client_id = randomId2());
    this.#store.keep("client_id", this.#core.client_id);
    return giveBack;
  }
};
function withoutName(action) {
  const { do: _, ...rest } = action;
  return rest;
}

// ../typescript/src/connect.ts
function connect(options) {
  const client = new NetraClient(options);
  client.connect();
  return client;
}

// src/assistant-model.ts
var MAX_RUNS = 10;
var MAX_PARTS = 1e3;
var MAX_NOTES = 100;
var ENDINGS = { superseded: "a newer question came", asked: "it was cancelled" };
var AssistantModel = class {
  /** The newest last. */
  runs;
  constructor(runs = []) {
    this.runs = runs;
  }
  /** A question was sent from this tab. Its id names the run. */
  asked(id, question) {
    return Object.assign(this.#run(id), { question, status: "asked" });
  }
  refused(id, why2) {
    const run = this.runs.find((each) => each.id === id);
    return run ? Object.assign(run, { status: "refused", detail: why2 }) : null;
  }
  started({ run_id: id, question }) {
    return Object.assign(this.#run(id), { question, status: "running" });
  }
  thinking({ run_id: id, note }) {
    const run = this.#going(id);
    if (run.notes.length < MAX_NOTES) run.notes.push(note);
    return run;
  }
  piece({ run_id: id, index: index2, text }) {
    const run = this.#going(id);
    if (!Number.isInteger(index2) || index2 < 0 || index2 >= MAX_PARTS) return run;
    while (run.parts.length < index2) run.parts.push(null);
    run.parts[index2] = text;
    return run;
  }
  completed({ run_id: id, cancelled = false, reason = "", took_ms: tookMs }) {
    const detail = ENDINGS[reason] ?? "it was cancelled";
    return Object.assign(this.#run(id), cancelled ? { status: "cancelled", detail, tookMs } : { status: "completed", tookMs });
  }
  #going(id) {
    const run = this.#run(id);
    if (run.status === "asked") run.status = "running";
    return run;
  }
  #run(id) {
    const known = this.runs.find((each) => each.id === id);
    if (known) return known;
    const run = { id, question: "", notes: [], parts: [], status: "asked" };
    this.runs.push(run);
    if (this.runs.length > MAX_RUNS) this.runs.shift();
    return run;
  }
};
function textOf(run) {
  return run.parts.map((part) => part ?? "[…] ").join("");
}

// src/assistant-view.ts
var DRAW_EVERY_MS = 40;
var NEAR_THE_END_PX = 40;
var AssistantView = class {
  #parts;
  #list;
  #shown = /* @__PURE__ */ new Map();
  #waiting = /* @__PURE__ */ new Set();
  #timer;
  constructor(parts, { ask, cancel }) {
    this.#parts = parts;
    this.#list = parts.get("assistant-runs");
    const box = parts.get("assistant-question", HTMLInputElement);
    parts.get("assistant-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const question = box.value.trim();
      if (!question) return;
      ask(question);
      box.value = "";
    });
    const button2 = parts.get("assistant-cancel");
    button2.addEventListener("click", () => cancel(button2.dataset["run"] ?? ""));
  }
  /** Draws everything anew. */
  replace(runs) {
    this.#list.replaceChildren();
    this.#shown.clear();
    this.#waiting = new Set(runs);
    this.#draw();
  }
  /** The view is on the page again after it was hidden. */
  shown() {
    this.#list.scrollTop = this.#list.scrollHeight;
  }
  change(run) {
    this.#waiting.add(run);
    this.#timer ??= setTimeout(() => this.#draw(), DRAW_EVERY_MS);
  }
  /** What the state says of the run that goes on. */
  showProgress(progress) {
    this.#parts.get("assistant-progress").hidden = !progress;
    const bar = this.#parts.get("assistant-bar", HTMLProgressElement);
    bar.max = progress?.chunks_total ?? 1;
    bar.value = progress?.chunks_done ?? 0;
    this.#parts.get("assistant-count").textContent = progress ? `${bar.value} of ${bar.max}: ${progress.status}` : "";
    const button2 = this.#parts.get("assistant-cancel", HTMLButtonElement);
    button2.disabled = progress?.status !== "running";
    button2.dataset["run"] = progress?.run_id ?? "";
  }
  #draw() {
    clearTimeout(this.#timer);
    this.#timer = void 0;
    const isAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR_THE_END_PX;
    for (const run of this.#waiting) this.#drawRun(run);
    this.#waiting.clear();
    this.#parts.get("assistant-empty").hidden = this.#list.childElementCount > 0;
    if (isAtEnd) this.shown();
  }
  #drawRun(run) {
    let item = this.#shown.get(run.id);
    if (!item) {
      item = copyOf("run-template");
      item.dataset["run"] = run.id;
      this.#shown.set(run.id, item);
      this.#list.append(item);
    }
    item.dataset["status"] = run.status;
    item.setAttribute("aria-busy", String(run.status === "asked" || run.status === "running"));
    const texts = { question: run.question, thinking: run.notes.join(" · "), text: textOf(run), meta: meta(run) };
    for (const [name, text] of Object.entries(texts)) find(item, `.${name}`).textContent = text;
  }
};
function meta({ parts, status, detail, tookMs = 0 }) {
  const chunks = parts.filter((part) => part !== null).length;
  switch (status) {
    case "asked":
      return "Asked";
    case "running":
      return `Answering, ${chunks} pieces so far`;
    case "completed":
      return `Complete: ${chunks} pieces in ${(tookMs / 1e3).toFixed(1)} s`;
    case "cancelled":
      return `Ended after ${chunks} pieces: ${detail}`;
    case "refused":
      return `Refused: ${detail}`;
  }
}

// src/frame-list.ts
var MAX_ROWS = 500;
var MAX_TEXT = 600;
var DRAW_EVERY_MS2 = 50;
var DRAWING_SHARE = 5;
var NEAR_THE_END_PX2 = 24;
var clock = new Intl.DateTimeFormat(void 0, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23"
});
function rowOf({ type, seq, timestamp, expedited, payload }) {
  const text = JSON.stringify(payload);
  return {
    kind: "frame",
    type,
    at: timestamp,
    text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text,
    ...seq === void 0 ? {} : { seq },
    marks: [expedited ? "expedited" : "", seq === void 0 ? "ephemeral" : ""].filter((mark) => mark !== "")
  };
}
var FrameList = class {
  /** The rows that outlive a reload: all but the notes about connections. */
  rows = [];
  #list;
  #scroll;
  #newest;
  #empty;
  #waiting = [];
  #unseen = 0;
  #isFollowing = true;
  #timer;
  #pauseMs = DRAW_EVERY_MS2;
  constructor(parts) {
    this.#list = parts.get("frames");
    this.#scroll = parts.get("scroll");
    this.#newest = parts.get("newest");
    this.#empty = parts.get("empty");
    this.#scroll.addEventListener("scroll", () => this.#scrolled());
    this.#newest.addEventListener("click", () => {
      this.#follow();
      this.#scroll.focus();
    });
  }
  add(row) {
    if (row.kind !== "note") push(this.rows, row);
    push(this.#waiting, row);
    this.#timer ??= setTimeout(() => this.#draw(), this.#pauseMs);
  }
  replace(rows) {
    this.rows = [];
    this.#waiting = [];
    this.#list.replaceChildren();
    this.#empty.hidden = false;
    this.#follow();
    for (const row of rows) this.add(row);
  }
  /** The list is on the page again after it was hidden, where nothing has a place to scroll to. */
  shown() {
    if (this.#isFollowing) this.#follow();
  }
  #draw() {
    const begun = performance.now();
    this.#drawWaiting();
    this.#timer = void 0;
    this.#pauseMs = Math.max(DRAW_EVERY_MS2, (performance.now() - begun) * DRAWING_SHARE);
  }
  #drawWaiting() {
    const rows = this.#waiting;
    this.#waiting = [];
    for (let over = this.#list.childElementCount + rows.length - MAX_ROWS; over > 0; over -= 1) this.#list.firstElementChild?.remove();
    this.#list.append(...rows.map(element));
    this.#empty.hidden = this.#list.childElementCount > 0;
    if (this.#isFollowing) return this.#follow();
    this.#unseen += rows.length;
    this.#newest.hidden = false;
    this.#newest.textContent = `${this.#unseen} new below`;
  }
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    if (clientHeight === 0) return;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX2;
    if (this.#isFollowing) this.#seen();
  }
  #follow() {
    this.#isFollowing = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#seen();
  }
  #seen() {
    this.#unseen = 0;
    this.#newest.hidden = true;
  }
};
function push(rows, row) {
  rows.push(row);
  if (rows.length > MAX_ROWS) rows.shift();
}
function element(row) {
  const item = document.createElement("li");
  item.dataset["kind"] = row.kind;
  if (row.seq !== void 0) item.dataset["seq"] = String(row.seq);
  const time = make("time", "at", clock.format(row.at));
  time.setAttribute("datetime", new Date(row.at).toISOString());
  const type = make("span", "type", row.type);
  for (const mark of row.marks ?? []) {
    item.dataset[mark] = "true";
    type.append(" ", make("span", "mark", mark));
  }
  item.append(make("span", "seq", String(row.seq ?? "")), type, time, make("code", "payload", row.text));
  return item;
}

// src/pane-record.ts
var PREFIX = "netra.demo.pane.";
var PaneRecord = class {
  kept;
  #key;
  #client;
  #changed;
  /** @param changed called when the client has something to keep */
  constructor(user2, pane, changed2) {
    this.#key = `${PREFIX}${pane}.${user2}`;
    this.#changed = changed2;
    const { client, ...kept } = JSON.parse(sessionStorage.getItem(this.#key) ?? "{}");
    this.#client = client ?? {};
    this.kept = kept;
  }
  getItem(key) {
    return this.#client[key] ?? null;
  }
  setItem(key, value) {
    this.#client[key] = value;
    this.#changed();
  }
  save(kept) {
    for (let rows = kept.rows; ; rows = rows.slice(Math.ceil(rows.length / 2))) {
      try {
        sessionStorage.setItem(this.#key, JSON.stringify({ ...kept, rows, client: this.#client }));
        return;
      } catch (error) {
        if (!(error instanceof DOMException && error.name === "QuotaExceededError") || rows.length === 0) throw error;
      }
    }
  }
  /** Forgets everything, as if the tab were new. */
  clear() {
    sessionStorage.removeItem(this.#key);
  }
};

// src/tokens.ts
var TIMEOUT_MS = 15e3;
async function tokenOf(user2) {
  const response = await fetch("/dev/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user_id: user2 }),
    signal: AbortSignal.timeout(TIMEOUT_MS)
  });
  if (response.ok) return (await response.json()).token;
  if (response.status >= 500 || response.status === 429) throw new Error(`POST /dev/token answered ${response.status}`);
  return null;
}

// src/wire.ts
var Wire = class {
  /** What the client takes for `WebSocket`. */
  Socket;
  #open = /* @__PURE__ */ new Set();
  #lost = /* @__PURE__ */ new Set();
  #cut = false;
  constructor(heard, sent) {
    const wire = this;
    const hear = (frame) => {
      if (frame.type === "connection_established") this.closeLost();
      heard(frame);
    };
    this.Socket = class extends WireSocket {
      constructor(url, protocols) {
        super(wire.#cut ? null : new WebSocket(url, protocols), hear, sent, (socket) => wire.#open.delete(socket));
        wire.#open.add(this);
      }
    };
  }
  get isCut() {
    return this.#cut;
  }
  /** As if the network were gone: what is open is lost, and the server is not told; what is opened is lost too. */
  cut() {
    this.#cut = true;
    for (const socket of [...this.#open]) {
      const lost = socket.lose();
      if (lost) this.#lost.add(lost);
    }
  }
  mend() {
    this.#cut = false;
  }
  /** Closes what was left open behind cuts. */
  closeLost() {
    for (const socket of this.#lost) socket.close(1e3);
    this.#lost.clear();
  }
};
var WireSocket = class {
  #socket;
  #events = new EventTarget();
  #over;
  #sent;
  /** @param socket null where there is no network */
  constructor(socket, heard, sent, over) {
    this.#socket = socket;
    this.#over = over;
    this.#sent = sent;
    socket?.addEventListener("message", ({ data }) => {
      if (this.#socket === null) return;
      heard(JSON.parse(String(data)));
      this.#events.dispatchEvent(new MessageEvent("message", { data }));
    });
    socket?.addEventListener("close", ({ code, reason }) => this.#close(code, reason));
    if (!socket) setTimeout(() => this.#close(1006, ""));
  }
  addEventListener(type, listener) {
    this.#events.addEventListener(type, listener);
  }
  send(text) {
    this.#socket?.send(text);
    this.#sent(JSON.parse(text).type);
  }
  close(code) {
    this.#socket?.close(code);
  }
  /** Ends as if the network were gone. Returns what goes on behind it. */
  lose() {
    const socket = this.#socket;
    this.#close(1006, "");
    return socket;
  }
  #close(code, reason) {
    this.#socket = null;
    this.#over(this);
    this.#events.dispatchEvent(new CloseEvent("close", { code, reason }));
    this.#events = new EventTarget();
  }
};

// src/pane-session.ts
var PaneSession = class {
  client;
  #wire;
  #told;
  #isOffline = false;
  #outage;
  #isListening = false;
  #isOver = false;
  constructor(user2, record, told, isWanted) {
    this.#told = told;
    this.#wire = new Wire((frame) => this.#heard(frame), (type) => type === "ack" && told.acknowledged());
    this.client = connect({
      url: "/ws",
      user: user2,
      token: () => tokenOf(user2),
      start: "oldest",
      storage: record,
      webSocket: this.#wire.Socket
    });
    this.client.watch("connection", (connection) => this.#tell(() => told.connection(connection)));
    this.client.watch("skipped", (skipped) => this.#tell(() => told.skipped(skipped)));
    this.client.watch("reset", (reset) => this.#tell(() => told.reset(reset)));
    this.client.watch("error", (error) => this.#tell(() => told.failed(error)));
    this.client.state.onChange((state, version) => this.#tell(() => told.state(state, version)));
    if (isWanted) void this.#listen();
    else this.client.disconnect();
  }
  connect() {
    if (!this.#isListening) void this.#listen();
    this.client.connect();
  }
  disconnect() {
    this.client.disconnect();
  }
  /** The network is gone, or is back. */
  setOffline(isOffline) {
    this.#isOffline = isOffline;
    clearTimeout(this.#outage);
    if (isOffline) this.#wire.cut();
    else this.#mend();
  }
  /** The network is gone for a while. False when it is gone already, or when there is no connection. */
  drop(outageMs) {
    if (this.#wire.isCut || this.client.connection.state !== "connected") return false;
    this.#wire.cut();
    this.#outage = setTimeout(() => this.#mend(), outageMs);
    return true;
  }
  /** Leaves for good. Nothing is told any more. */
  end() {
    this.#isOver = true;
    clearTimeout(this.#outage);
    this.client.disconnect();
    this.#wire.closeLost();
  }
  // What was waiting for the network comes back at once. Who has left, or was sent away, stays away.
  #mend() {
    if (this.#isOffline) return;
    this.#wire.mend();
    if (this.client.connection.state === "waiting") this.client.connect();
  }
  async #listen() {
    this.#isListening = true;
    try {
      for await (const message of this.client) this.#hand(message);
    } catch (error) {
      if (!(error instanceof NetraError && error.code === "closed")) this.#failed(error);
    } finally {
      this.#isListening = false;
    }
  }
  // A message that the page can't show is one that is missing on it, and no end of those behind it.
  #hand(message) {
    try {
      this.#tell(() => this.#told.message(message));
    } catch (error) {
      this.#failed(error);
    }
  }
  #failed(error) {
    this.#tell(() => this.#told.failed({ code: "page_failed", message: String(error), ref: null }));
  }
  #heard(frame) {
    if (frame.type === "connection_established") this.#tell(() => this.#told.established(frame.payload));
    else if (frame.type === "state_updated" || frame.type === "reconnect") this.#tell(() => this.#told.frame(frame));
  }
  #tell(what) {
    if (!this.#isOver) what();
  }
};

// src/parts.ts
var Parts = class {
  #pane;
  constructor(pane, name) {
    this.#pane = pane;
    for (const part of pane.querySelectorAll("[data-part]")) part.dataset["testid"] = `${name}-${part.dataset["part"]}`;
  }
  get(name, kind) {
    return find(this.#pane, `[data-part="${name}"]`, kind);
  }
};

// src/pane-view.ts
var COUNTDOWN_EVERY_MS = 200;
var NAMED = ["scroll", "views", "assistant-runs", "state-document", "sent"];
var PaneView = class {
  element = copyOf("pane-template");
  parts;
  #shown = "";
  #countdown;
  /** @param name `pane-a`, the beginning of the elements' test ids */
  constructor(name, title) {
    this.element.dataset["testid"] = name;
    this.parts = new Parts(this.element, name);
    const heading = this.parts.get("title");
    heading.textContent = title;
    heading.id = `${name}-title`;
    this.element.setAttribute("aria-labelledby", heading.id);
    for (const part of NAMED) this.parts.get(part).setAttribute("aria-label", `${this.parts.get(part).getAttribute("aria-label")} ${title}`);
    this.parts.get("send-label").textContent = `Message from ${title}`;
  }
  on(part, action) {
    this.parts.get(part).addEventListener("click", action);
  }
  onSend(action) {
    const box = this.parts.get("send-text", HTMLInputElement);
    this.parts.get("send-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const content = box.value.trim();
      if (!content) return;
      action(content);
      box.value = "";
    });
  }
  showState(name, text, code = "") {
    clearInterval(this.#countdown);
    this.#setState(name, text, code);
    if (this.#shown !== text) this.announce(text);
    this.#shown = text;
  }
  showWaiting(why2, inMs) {
    this.showState("waiting", `Disconnected ${why2}`);
    const retryAt = Date.now() + inMs;
    const tick = () => {
      const seconds = Math.max(0, (retryAt - Date.now()) / 1e3).toFixed(1);
      this.#setState("waiting", `Reconnecting in ${seconds} s (${why2})`);
    };
    tick();
    this.#countdown = setInterval(tick, COUNTDOWN_EVERY_MS);
  }
  /** For ears: changes of state, not every tick of a countdown. */
  announce(text) {
    this.parts.get("announce").textContent = text;
  }
  /** Another session begins. */
  clear() {
    for (const part of ["client-id", "connection-id", "epoch", "resumed"]) this.parts.get(part).textContent = "-";
    delete this.parts.get("resumed").dataset["outcome"];
    this.parts.get("reset").hidden = true;
  }
  /** Says how the connection began. Returns the text. */
  showOutcome(outcome, facts) {
    const { replay_from: from, replay_to: to } = facts;
    const range = from === null ? "nothing to replay" : `${from}..${to}`;
    const text = outcome === "resumed" ? `resumed ${from === null ? "(nothing was missed)" : range}` : `${outcome}: ${range}`;
    this.parts.get("connection-id").textContent = facts.connection_id;
    this.parts.get("client-id").textContent = facts.client_id;
    this.parts.get("epoch").textContent = facts.epoch;
    const resumed = this.parts.get("resumed");
    Object.assign(resumed.dataset, { outcome, resumed: String(facts.resumed), from: from ?? "", to: to ?? "" });
    resumed.textContent = text;
    if (outcome !== "reset") this.parts.get("reset").hidden = true;
    return text;
  }
  showReset(reason, text) {
    const reset = this.parts.get("reset");
    reset.hidden = false;
    reset.dataset["reason"] = reason;
    reset.textContent = text;
  }
  showCounts({ lastSeq, received, repeats, gaps }, head) {
    const counts = { "last-seq": lastSeq, received, repeats, gaps, head };
    for (const [part, count] of Object.entries(counts)) this.parts.get(part).textContent = String(count);
    for (const part of ["repeats", "gaps"]) this.parts.get(part).parentElement?.classList.toggle("bad", this.parts.get(part).textContent !== "0");
  }
  #setState(name, text, code = "") {
    Object.assign(this.parts.get("state").dataset, { state: name, code });
    this.parts.get("state-text").textContent = text;
  }
};

// src/sent-list.ts
var MAX_SHOWN = 3;
var SentList = class {
  #list;
  #entries = [];
  #isConnected = false;
  constructor(list) {
    this.#list = list;
  }
  /** A message is given to the client, which sends it until it is accepted. Returns what says how it ended. */
  add(label) {
    const entry = { label, status: this.#isConnected ? "sent" : "waiting", note: "" };
    this.#entries.push(entry);
    this.#draw();
    return (status, note) => {
      Object.assign(entry, { status, note });
      this.#draw();
    };
  }
  /** There is a connection now, or none any more. */
  connected(isConnected) {
    this.#isConnected = isConnected;
    for (const entry of this.#entries.filter(isOpen)) entry.status = isConnected ? "sent" : "waiting";
    this.#draw();
  }
  clear() {
    this.#entries = [];
    this.#draw();
  }
  #draw() {
    const settled = this.#entries.filter((entry) => !isOpen(entry)).slice(-MAX_SHOWN);
    this.#entries = this.#entries.filter((entry) => isOpen(entry) || settled.includes(entry));
    this.#list.replaceChildren(...this.#entries.slice(-MAX_SHOWN).map(({ label, status, note }) => {
      const item = document.createElement("li");
      item.dataset["status"] = status;
      item.textContent = `${status}${note ? ` (${note})` : ""}: ${label}`;
      return item;
    }));
  }
};
function isOpen({ status }) {
  return status === "waiting" || status === "sent";
}

// src/seq-checker.ts
var SeqChecker = class {
  lastSeq;
  received;
  repeats;
  gaps;
  /** Expedited ones above `lastSeq`, which the ordinary run passes in silence. */
  #early;
  constructor(kept = {}) {
    this.lastSeq = kept.lastSeq ?? 0;
    this.received = kept.received ?? 0;
    this.repeats = kept.repeats ?? 0;
    this.gaps = kept.gaps ?? 0;
    this.#early = new Set(kept.early);
  }
  toJSON() {
    const { lastSeq, received, repeats, gaps } = this;
    return { lastSeq, received, repeats, gaps, early: [...this.#early] };
  }
  /** Another history begins behind a seq. */
  begin(lastSeq) {
    this.lastSeq = lastSeq;
    this.received = 0;
    this.#early.clear();
  }
  /** A message was told. Returns what is missing before it. */
  message(seq, expedited) {
    if (this.has(seq)) {
      this.repeats += 1;
      return null;
    }
    this.received += 1;
    if (!expedited) return this.pass(seq, seq);
    this.#early.add(seq);
    this.#passEarly();
    return null;
  }
  has(seq) {
    return seq <= this.lastSeq || this.#early.has(seq);
  }
  /** These seqs are over without a message. Returns what is missing before them. */
  pass(from, to) {
    if (to <= this.lastSeq) return null;
    const expected = this.lastSeq + 1;
    const had = [...this.#early].filter((seq) => seq < from).length;
    const count = Math.max(0, from - expected - had);
    this.gaps += count;
    this.lastSeq = to;
    for (const seq of this.#early) if (seq <= to) this.#early.delete(seq);
    this.#passEarly();
    return count > 0 ? { from: expected, to: from - 1, count } : null;
  }
  #passEarly() {
    while (this.#early.delete(this.lastSeq + 1)) this.lastSeq += 1;
  }
};

// src/state-view.ts
var EXAMPLES = {
  patch: { ui_preferences: { theme: "dark" } },
  updates: { "ui_preferences.theme": "light" },
  ops: [{ op: "add", path: "/notes", value: ["first"] }]
};
var StateView = class {
  #parts;
  #change;
  #way;
  #text;
  #base;
  #version = null;
  #submitted = 0;
  // Follows the live version until somebody begins to write: a change is meant for what its writer saw.
  #follows = true;
  constructor(parts, change) {
    this.#parts = parts;
    this.#change = change;
    this.#way = parts.get("state-way", HTMLSelectElement);
    this.#text = parts.get("state-text-edit", HTMLTextAreaElement);
    this.#base = parts.get("state-base", HTMLInputElement);
    this.#showExample();
    this.#way.addEventListener("change", () => this.#showExample());
    for (const box of [this.#text, this.#base]) box.addEventListener("input", () => {
      this.#follows = false;
    });
    parts.get("state-rebase").addEventListener("click", () => this.#rebase());
    parts.get("state-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }
  show(state, version) {
    this.#version = version;
    this.#parts.get("state-version").textContent = String(version);
    this.#parts.get("state-document").textContent = JSON.stringify(state, null, 2);
    if (this.#follows) this.#base.value = String(version);
  }
  /** Another user, or a new beginning: nothing is known. */
  clear() {
    this.#version = null;
    this.#submitted += 1;
    this.#follows = true;
    this.#parts.get("state-version").textContent = "-";
    this.#parts.get("state-document").textContent = "{}";
    this.#answer("", "");
  }
  async #submit() {
    this.#submitted += 1;
    const submitted = this.#submitted;
    const answer = (kind, text) => {
      if (submitted === this.#submitted) this.#answer(kind, text);
    };
    const base = Number(this.#base.value);
    let change;
    try {
      change = { [this.#way.value]: JSON.parse(this.#text.value) };
    } catch (error) {
      return answer("bad", `That is not JSON: ${String(error)}`);
    }
    if (this.#version !== null && base !== this.#version) return this.#conflict(base, this.#version);
    answer("", "Sent. It waits for its answer.");
    try {
      const { duplicate } = await this.#change(change, `change of state version ${base}`, ({ version }) => {
        if (submitted === this.#submitted) this.#conflict(base, version);
        return null;
      });
      if (submitted !== this.#submitted) return;
      this.#follows = true;
      this.#base.value = String(this.#version);
      answer("good", duplicate ? "The server had this change already." : `Stored as version ${this.#version}.`);
    } catch (error) {
      const { code, message } = error instanceof NetraError ? error : { code: "failed", message: String(error) };
      if (code !== "version_conflict") answer("bad", `Refused: ${code}. ${message}`);
    }
  }
  #conflict(mine, theirs) {
    this.#follows = false;
    this.#answer("conflict", `Version conflict: this change was written against version ${mine}, the server has version ${theirs}. Nothing was changed.`);
    Object.assign(this.#parts.get("state-answer").dataset, { clientVersion: mine, serverVersion: theirs });
    const button2 = this.#parts.get("state-rebase");
    button2.hidden = false;
    button2.textContent = `Write it against version ${theirs}`;
  }
  #rebase() {
    this.#base.value = String(this.#version);
    this.#answer("", "Look at the document above, then send again.");
    this.#parts.get("state-send").focus();
  }
  #answer(kind, text) {
    const answer = this.#parts.get("state-answer");
    answer.dataset["kind"] = kind;
    answer.textContent = text;
    delete answer.dataset["clientVersion"];
    delete answer.dataset["serverVersion"];
    this.#parts.get("state-rebase").hidden = true;
  }
  #showExample() {
    this.#text.value = JSON.stringify(EXAMPLES[this.#way.value]);
  }
};

// src/view-tabs.ts
var ViewTabs = class {
  #tabs;
  #panels;
  #changed;
  /** @param prefix of the elements' ids */
  constructor(root, prefix, changed2) {
    this.#changed = changed2;
    this.#tabs = [...root.querySelectorAll("[role=tab]")];
    this.#panels = [...root.querySelectorAll("[role=tabpanel]")];
    for (const [i, tab] of this.#tabs.entries()) {
      const panel = this.#panels[i];
      if (!panel) throw new Error("A tab of the page has no panel.");
      tab.id = `${prefix}-tab-${viewOf(tab)}`;
      panel.id = `${prefix}-view-${viewOf(tab)}`;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => this.#choose(tab));
      tab.addEventListener("keydown", (event) => this.#key(event, i));
    }
  }
  /** Shows a view; one that there is not is the first. */
  show(view) {
    const chosen = Math.max(0, this.#tabs.findIndex((tab) => viewOf(tab) === view));
    for (const [i, tab] of this.#tabs.entries()) {
      tab.setAttribute("aria-selected", String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
    }
    for (const [i, panel] of this.#panels.entries()) panel.hidden = i !== chosen;
  }
  #choose(tab) {
    this.show(viewOf(tab));
    this.#changed(viewOf(tab));
  }
  #key(event, i) {
    const last = this.#tabs.length - 1;
    const steps = { ArrowRight: i === last ? 0 : i + 1, ArrowLeft: i === 0 ? last : i - 1, Home: 0, End: last };
    const next = this.#tabs[steps[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    this.#choose(next);
    next.focus();
  }
};
function viewOf(tab) {
  return tab.dataset["view"] ?? "";
}

// src/pane.ts
var OUTAGE_MS = 3e3;
var SAVE_EVERY_MS = 250;
var SHOW_EVERY_MS = 30;
var REASONS = {
  1006: "the connection was lost or could not be made",
  no_token: "no token: the server can't be reached, or is not in development",
  silent: "nothing heard from the server",
  timeout: "no answer in time"
};
var Pane = class {
  /** What the server was told of: frames were acknowledged. */
  acknowledged;
  #name;
  #view;
  #tabs;
  #list;
  #sent;
  #stateView;
  #assistantView;
  #user = "";
  #record = null;
  #session = null;
  #checker = new SeqChecker();
  #assistant = new AssistantModel();
  #isWanted = true;
  #isConnected = false;
  #isOffline = false;
  #isLeaving = false;
  #chosen = "";
  /** Where the present connection begins, and how far its replay goes. */
  #begunAt = 0;
  #replayTo = 0;
  #head = 0;
  #saveTimer;
  #showTimer;
  /** @param name `pane-a` @param acknowledged called when frames were acknowledged */
  constructor(name, title, acknowledged) {
    this.#name = name;
    this.acknowledged = acknowledged;
    this.#view = new PaneView(name, title);
    const { parts } = this.#view;
    this.#tabs = new ViewTabs(this.element, name, (view) => this.#choose(view));
    this.#list = new FrameList(parts);
    this.#sent = new SentList(parts.get("sent"));
    this.#stateView = new StateView(parts, (change, label, onConflict) => this.#change(change, label, onConflict));
    this.#assistantView = new AssistantView(parts, {
      ask: (question) => this.#ask(question),
      cancel: (id) => void this.#send("assistant_cancel", { run_id: id }, "cancel")
    });
    this.#view.on("connect", () => this.#want(true));
    this.#view.on("disconnect", () => this.#want(false));
    this.#view.on("drop", () => this.#drop());
    this.#view.on("forget", () => this.#startOver());
    this.#view.onSend((content) => void this.#send("chat_message", { content, from: name }, content));
  }
  get element() {
    return this.#view.element;
  }
  /** Becomes a tab of this user, with what this browser tab kept of it. */
  open(user2) {
    this.#user = user2;
    this.#record = new PaneRecord(user2, this.#name, () => this.#saveSoon());
    const { wanted = true, view = this.#chosen, checked: checked2, runs, rows = [] } = this.#record.kept;
    this.#isWanted = wanted;
    this.#isConnected = false;
    this.#chosen = view;
    this.#checker = new SeqChecker(checked2);
    this.#head = this.#checker.lastSeq;
    this.#replayTo = 0;
    this.#tabs.show(view);
    this.#view.clear();
    this.#list.replace(rows);
    this.#sent.clear();
    this.#stateView.clear();
    this.#replaceRuns(runs);
    this.#view.showState("idle", "Not connected");
    this.#show();
    this.#session = new PaneSession(user2, this.#record, this, wanted);
    if (this.#isOffline) this.#session.setOffline(true);
  }
  /** Leaves the user; what was shown is kept for the next time. */
  close() {
    this.#session?.end();
    this.#save();
  }
  /** The page's network is gone, or is back. */
  setOffline(isOffline) {
    this.#isOffline = isOffline;
    this.#session?.setOffline(isOffline);
  }
  /** The page goes, and may come back. Until then all is written down at once: there may be no later. */
  leave(isLeaving) {
    this.#isLeaving = isLeaving;
    if (isLeaving) this.#save();
  }
  established(facts) {
    const { resumed, reset_reason: reason, replay_from: from, replay_to: to, head_seq: head } = facts;
    this.#begunAt = from === null ? head : from - 1;
    if (!resumed && reason === null) this.#checker.begin(this.#begunAt);
    const outcome = resumed ? "resumed" : reason ? "reset" : "new";
    this.#head = head;
    this.#replayTo = to ?? 0;
    this.#note("connected", this.#view.showOutcome(outcome, facts));
  }
  connection(connection) {
    const wasConnected = this.#isConnected;
    this.#isConnected = connection.state === "connected";
    this.#sent.connected(this.#isConnected);
    switch (connection.state) {
      case "connecting":
        return this.#view.showState("connecting", "Connecting");
      case "connected":
        return this.#show();
      case "waiting":
        if (wasConnected) this.#note("disconnected", why(connection));
        return this.#view.showWaiting(why(connection), connection.in_ms);
      case "closed":
        this.#note("closed", why(connection));
        return this.#view.showState("closed", `Closed ${why(connection)}`, String(connection.code ?? ""));
      case "disconnected":
        this.#note("disconnected", "by you");
        return this.#view.showState("closed", "Disconnected", "1000");
    }
  }
  message(message) {
    const { seq, expedited = false, timestamp } = message;
    if (seq !== void 0) this.#missing(this.#checker.message(seq, expedited), timestamp);
    this.#list.add(rowOf(message));
    this.#takeRun(message);
    this.#moved();
  }
  // A change of the state has its place in the run of messages, and its line in the list.
  frame(frame) {
    if (frame.type === "reconnect") return this.#note(frame.type, JSON.stringify(frame.payload));
    if (frame.seq === void 0 || this.#checker.has(frame.seq)) return;
    this.#missing(this.#checker.pass(frame.seq, frame.seq), frame.timestamp);
    this.#list.add(rowOf(frame));
    this.#moved();
  }
  skipped({ from, to, reason }) {
    this.#missing(this.#checker.pass(from, to));
    const kind = reason === "gap" ? "gap" : "skipped";
    this.#list.add({ kind, type: kind, at: Date.now(), text: `${from}..${to} will not come: ${reason}` });
    this.#moved();
  }
  reset({ reason, from, to }) {
    if (from !== null && to !== null) {
      this.#checker.pass(from, to);
      this.#view.showReset(reason, `The server could not resume (${reason}). Messages ${from}..${to} are lost.`);
    } else {
      this.#checker.begin(this.#begunAt);
      this.#list.replace([]);
      this.#replaceRuns();
      this.#view.showReset(reason, `The server could not resume (${reason}). The list was cleared; what is retained follows.`);
    }
    this.#moved();
  }
  failed({ code, message, ref }) {
    if (code === "token_failed") return;
    if (ref) this.#refused(ref, message);
    this.#list.add({ kind: "error", type: code, at: Date.now(), text: message });
    this.#saveSoon();
  }
  state(state, version) {
    this.#stateView.show(state, version);
    this.#assistantView.showProgress(state.assistant);
  }
  #want(isWanted) {
    this.#isWanted = isWanted;
    this.#saveSoon();
    if (isWanted) this.#session?.connect();
    else this.#session?.disconnect();
  }
  #drop() {
    if (!this.#session?.drop(OUTAGE_MS)) this.#view.announce("There is no connection to drop");
  }
  // As a browser tab that is opened for the first time.
  #startOver() {
    this.#session?.end();
    this.#record?.clear();
    this.open(this.#user);
  }
  #choose(view) {
    this.#chosen = view;
    if (view === "frames") this.#list.shown();
    if (view === "assistant") this.#assistantView.shown();
    this.#saveSoon();
  }
  // The question's id names the run, so that every tab knows it by the same name.
  #ask(question) {
    const id = randomId();
    this.#assistantView.change(this.#assistant.asked(id, question));
    void this.#send("assistant_ask", { question }, `ask: ${question}`, id);
  }
  async #send(type, payload, label, id = randomId()) {
    try {
      await this.#follow(label, (session) => session.client.send(type, payload, id));
    } catch (error) {
      const { code, message } = reasonOf(error);
      this.failed({ code, message, ref: id });
    }
  }
  async #change(change, label, onConflict) {
    return this.#follow(label, ({ client: { state } }) => {
      if ("patch" in change) return state.patch(change.patch, { onConflict });
      return "updates" in change ? state.set(change.updates, { onConflict }) : state.apply(change.ops, { onConflict });
    });
  }
  /** Shows what becomes of something that is sent. */
  async #follow(label, send) {
    if (!this.#session) throw new NetraError("closed", "There is no session.");
    const settle = this.#sent.add(label);
    try {
      const accepted = await send(this.#session);
      settle("accepted", [accepted.seq ? `seq ${accepted.seq}` : "", accepted.duplicate ? "the server had it already" : ""].filter(Boolean).join(", "));
      return accepted;
    } catch (error) {
      settle("refused", reasonOf(error).code);
      throw error;
    }
  }
  #takeRun(message) {
    switch (message.type) {
      case "agent_started":
        this.#assistantView.change(this.#assistant.started(message.payload));
        return this.#view.announce("The assistant begins to answer");
      case "agent_thinking":
        return this.#assistantView.change(this.#assistant.thinking(message.payload));
      case "partial_result":
        return this.#assistantView.change(this.#assistant.piece(message.payload));
      case "agent_completed": {
        const run = this.#assistant.completed(message.payload);
        this.#assistantView.change(run);
        return this.#view.announce(`The answer is ${run.status}`);
      }
    }
  }
  #refused(id, why2) {
    const run = this.#assistant.refused(id, why2);
    if (run) this.#assistantView.change(run);
  }
  #replaceRuns(runs) {
    this.#assistant = new AssistantModel(runs);
    this.#assistantView.replace(this.#assistant.runs);
  }
  #missing(missing, at = Date.now()) {
    if (missing) this.#list.add({ kind: "gap", type: "gap", at, text: `${missing.count} missing in ${missing.from}..${missing.to}` });
  }
  #note(type, text) {
    this.#list.add({ kind: "note", type, at: Date.now(), text });
  }
  #moved() {
    this.#head = Math.max(this.#head, this.#checker.lastSeq);
    this.#showTimer ??= setTimeout(() => this.#show(), SHOW_EVERY_MS);
    this.#saveSoon();
  }
  #show() {
    clearTimeout(this.#showTimer);
    this.#showTimer = void 0;
    this.#view.showCounts(this.#checker, this.#head);
    if (!this.#isConnected) return;
    if (this.#checker.lastSeq < this.#replayTo) this.#view.showState("replaying", `Replaying to ${this.#replayTo}`);
    else this.#view.showState("connected", "Connected");
  }
  #saveSoon() {
    if (this.#isLeaving) this.#save();
    else this.#saveTimer ??= setTimeout(() => this.#save(), SAVE_EVERY_MS);
  }
  #save() {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = void 0;
    this.#record?.save({
      wanted: this.#isWanted,
      view: this.#chosen,
      checked: this.#checker.toJSON(),
      runs: this.#assistant.runs,
      rows: this.#list.rows
    });
  }
};
function why({ code, reason }) {
  const text = REASONS[reason] ?? (reason || (REASONS[String(code)] ?? ""));
  return [code === null ? "" : String(code), text].filter((part) => part !== "").join(": ");
}
function reasonOf(error) {
  return error instanceof NetraError ? error : { code: "failed", message: String(error) };
}

// src/server-api.ts
var TIMEOUT_MS2 = 15e3;
var field = byId("publish-key", HTMLInputElement);
function onKeyChange(action) {
  field.addEventListener("change", action);
}
async function call(method, path, body) {
  const begun = performance.now();
  const response = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${field.value}`, ...body ? { "content-type": "application/json" } : {} },
    body: body ? JSON.stringify(body) : null,
    signal: AbortSignal.timeout(TIMEOUT_MS2)
  });
  const text = await response.text();
  const answer = jsonOf(text);
  const ms = Math.round(performance.now() - begun);
  if (response.ok && answer === void 0 && text !== "") return { status: response.status, body: null, problem: `${response.status}: the answer is no JSON`, ms };
  if (response.ok) return { status: response.status, body: answer ?? null, problem: "", ms };
  return { status: response.status, body: null, problem: problem(response, answer ?? null), ms };
}
function whyNoAnswer(error) {
  return error instanceof DOMException && error.name === "TimeoutError" ? `it said nothing for ${TIMEOUT_MS2 / 1e3} s` : "it can't be reached";
}
function userPath(user2, rest = "") {
  return `/api/v1/users/${encodeURIComponent(user2)}${rest}`;
}
function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function problem(response, answer) {
  const retry = response.headers.get("retry-after");
  const parts = [
    `${response.status} ${answer?.code ?? ""}`.trim(),
    answer?.detail ?? answer?.title ?? response.statusText,
    retry ? `retry after ${retry} s` : ""
  ];
  return parts.filter((part) => part !== "").join(": ");
}

// src/publisher.ts
var BATCH = 100;
var Publisher = class {
  #user = "";
  #run = 0;
  #published;
  #text = byId("publish-text", HTMLInputElement);
  #priority = byId("publish-priority", HTMLSelectElement);
  #ttl = byId("publish-ttl", HTMLInputElement);
  #id = byId("publish-id", HTMLInputElement);
  #durable = byId("publish-durable", HTMLInputElement);
  /** @param published called after each answer */
  constructor(published) {
    this.#published = published;
    byId("publish-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#publish({ ...this.#message(), id: this.#id.value || randomId() });
    });
    byId("publish-hundred").addEventListener("click", () => {
      void this.#publish({ messages: Array.from({ length: BATCH }, (_, index2) => this.#message(index2 + 1)) });
    });
  }
  use(user2) {
    this.#user = user2;
    byId("publish-path").textContent = `POST ${this.#path()}`;
  }
  #path() {
    return userPath(this.#user, "/messages");
  }
  // Only what differs from the defaults is said, as a service would do it.
  #message(n) {
    return {
      type: "note",
      id: randomId(),
      payload: { content: this.#text.value, n },
      ...this.#priority.value === "normal" ? {} : { priority: this.#priority.value },
      ...this.#ttl.value ? { ttl_ms: Number(this.#ttl.value) } : {},
      ...this.#durable.checked ? {} : { durable: false }
    };
  }
  async #publish(body) {
    this.#run += 1;
    const run = this.#run;
    this.#show(run, null, "Publishing…");
    try {
      const answer = await call("POST", this.#path(), body);
      this.#show(run, answer.status, answer.body ? success(answer.body, answer) : answer.problem);
      this.#published();
    } catch (error) {
      this.#show(run, 0, `No answer of the server: ${whyNoAnswer(error)}. The message may or may not have been accepted.`);
    }
  }
  // Only the latest call's answer is shown, whichever comes back last.
  #show(run, status, text) {
    if (run !== this.#run) return;
    const answer = byId("publish-answer");
    answer.dataset["status"] = String(status ?? "");
    answer.classList.toggle("bad", status !== null && status !== 200);
    answer.textContent = text;
  }
};
function success(body, { ms }) {
  const messages = "messages" in body ? body.messages : [body];
  const [first, last] = [messages[0]?.seq ?? null, messages.at(-1)?.seq ?? null];
  if (first === null) return `200 in ${ms} ms: sent to the connections that are there, not stored`;
  const seqs = first === last ? String(first) : `${first}..${last}`;
  return messages[0]?.duplicate ? `200 in ${ms} ms: duplicate, this id is stored already as seq ${seqs}` : `200 in ${ms} ms: stored as seq ${seqs}`;
}

// src/user-panel.ts
var REFRESH_EVERY_MS = 4e3;
var SOON_MS = 150;
var PAGE = 50;
var MAX_PAYLOAD = 200;
var UserPanel = class {
  #user = "";
  #known = 0;
  #isRefused = false;
  #soon;
  #list = byId("user-letters");
  constructor() {
    byId("user-refresh").addEventListener("click", () => void this.refresh());
    onKeyChange(() => void this.refresh());
    setInterval(() => {
      if (document.visibilityState === "visible" && !this.#isRefused) this.#refreshByItself();
    }, REFRESH_EVERY_MS);
  }
  use(user2) {
    this.#user = user2;
    this.#known = 0;
    this.#list.replaceChildren();
    void this.refresh();
  }
  /** Something happened that may have changed the counts. */
  refreshSoon() {
    this.#soon ??= setTimeout(() => this.#refreshByItself(), SOON_MS);
  }
  // A call that has to fail is a line in the browser's console, which nobody asked for.
  #refreshByItself() {
    this.#soon = void 0;
    if (navigator.onLine) void this.refresh();
  }
  async refresh() {
    clearTimeout(this.#soon);
    this.#soon = void 0;
    const user2 = this.#user;
    try {
      const { status, body, problem: problem2 } = await call("GET", userPath(user2));
      if (user2 !== this.#user) return;
      this.#isRefused = status === 401 || status === 403;
      if (body) await this.#show(user2, body);
      else this.#say(problem2);
    } catch (error) {
      this.#say(`No answer of the server: ${whyNoAnswer(error)}.`);
    }
  }
  async #show(user2, { unread, connections, dead_letters: count, oldest_seq: oldest, head_seq: head }) {
    const facts = { unread, connections: connections.length, "dead-letters": count, stored: head === 0 ? "nothing" : `${oldest}..${head}` };
    for (const [name, value] of Object.entries(facts)) byId(`user-${name}`).textContent = String(value);
    if (count === 0 && this.#known === 0) return;
    const { body, problem: problem2 } = await call("GET", userPath(user2, `/dead_letters?limit=${PAGE}`));
    if (user2 !== this.#user) return;
    if (!body) return this.#say(problem2);
    this.#known = body.dead_letters.length;
    this.#draw(body);
  }
  #draw({ dead_letters: letters, has_more: hasMore }) {
    const active = document.activeElement;
    const focused = this.#list.contains(active) ? active?.closest("li")?.dataset["seq"] : void 0;
    const shown = [...this.#list.querySelectorAll("li")].map((item) => item.dataset["seq"]).join();
    byId("user-more").hidden = !hasMore;
    if (shown === letters.map((letter) => letter.seq).join()) return;
    this.#list.replaceChildren(...letters.map((letter) => this.#item(letter)));
    if (focused === void 0) return;
    const next = this.#list.querySelector(`[data-seq="${focused}"] button`) ?? this.#list.querySelector("button");
    (next ?? byId("user-refresh")).focus();
  }
  #item({ seq, reason, message }) {
    const item = copyOf("letter-template");
    item.dataset["seq"] = String(seq);
    find(item, ".what").textContent = `${seq}: ${message.type}`;
    find(item, ".reason").textContent = reason;
    find(item, ".payload").textContent = JSON.stringify(message.payload ?? {}).slice(0, MAX_PAYLOAD);
    button(item, "retry", `Retry dead letter ${seq}`, () => void this.#act("POST", `/dead_letters/${seq}/retry`, seq));
    button(item, "delete", `Delete dead letter ${seq}`, () => void this.#act("DELETE", `/messages/${seq}`, seq));
    return item;
  }
  async #act(method, rest, seq) {
    try {
      const { body, problem: problem2 } = await call(method, userPath(this.#user, rest));
      if (problem2) this.#say(problem2);
      else this.#say(method === "POST" ? `Dead letter ${seq} is back${body?.seq ? ` as seq ${body.seq}` : ""}.` : `Dead letter ${seq} is deleted.`);
      await this.refresh();
    } catch (error) {
      this.#say(`No answer of the server: ${whyNoAnswer(error)}.`);
    }
  }
  #say(text) {
    byId("user-answer").textContent = text;
  }
};
function button(item, name, label, action) {
  const found = find(item, `[data-action=${name}]`);
  found.setAttribute("aria-label", label);
  found.addEventListener("click", action);
}

// src/demo.ts
var USER_KEY = "netra.demo.user";
var DEFAULT_USER = "alice";
var userPanel = new UserPanel();
var changed = () => userPanel.refreshSoon();
var panes = [new Pane("pane-a", "Pane A", changed), new Pane("pane-b", "Pane B", changed)];
var publisher = new Publisher(changed);
var nameBox = byId("user-name", HTMLInputElement);
var offline = byId("offline", HTMLInputElement);
var user = new URLSearchParams(location.search).get("user") || localStorage.getItem(USER_KEY) || DEFAULT_USER;
byId("panes").append(...panes.map((pane) => pane.element));
byId("user-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = nameBox.value.trim();
  if (!chosen || chosen === user) return;
  for (const pane of panes) pane.close();
  user = chosen;
  history.replaceState(null, "", `?user=${encodeURIComponent(user)}`);
  open();
});
offline.addEventListener("change", () => panes.forEach((pane) => pane.setOffline(offline.checked)));
for (const event of ["offline", "online"]) addEventListener(event, showBrowser);
addEventListener("pagehide", () => panes.forEach((pane) => pane.leave(true)));
addEventListener("pageshow", () => panes.forEach((pane) => pane.leave(false)));
showBrowser();
open();
function showBrowser() {
  byId("browser-offline").textContent = navigator.onLine ? "" : "The browser is offline. What is published now comes later.";
}
function open() {
  nameBox.value = user;
  localStorage.setItem(USER_KEY, user);
  publisher.use(user);
  userPanel.use(user);
  for (const pane of panes) pane.open(user);
}
