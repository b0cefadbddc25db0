// The cluster: figures, charts, processes, connections, ends and errors.

import { Chart } from "./chart.js";
import { el, setText, Table } from "./dom.js";
import { bytes, count, duration, milliseconds, rate, time, words } from "./format.js";

const tiles = [
  { id: "connections", title: "Connections", value: ({ figures }) => count(figures.connections_live + figures.connections_catching_up) },
  { id: "connections_catching_up", title: "Catching up", value: ({ figures }) => count(figures.connections_catching_up) },
  { id: "messages_rate", title: "Messages accepted /s", value: (_, history) => rate(history.rate("messages").at(-1)) },
  { id: "frames_rate", title: "Frames sent /s", value: (_, history) => rate(history.rate("frames_sent").at(-1)) },
  { id: "publish_p99", title: "Publish p99", value: (_, history) => milliseconds(history.percentiles("publish")[2].at(-1)) },
  { id: "messages", title: "Messages accepted", value: ({ figures }) => count(figures.messages) },
  { id: "unread", title: "Unread, loaded users", value: ({ figures }) => count(figures.unread) },
  { id: "dead_letters_kept", title: "Dead letters, loaded users", value: ({ figures }) => count(figures.dead_letters_kept) },
  { id: "send_queue_frames", title: "Frames that wait for sockets", value: ({ figures }) => count(figures.send_queue_frames) },
  { id: "storage_queue", title: "Commits that wait for storage", value: ({ figures }) => count(figures.storage_queue) },
  { id: "storage_failures", title: "Failed commits", value: ({ figures }) => count(figures.storage_failures) },
  { id: "users_loaded", title: "Users loaded", value: ({ figures }) => count(figures.users_loaded) },
];

const percentiles = [{ name: "p50", title: "p50" }, { name: "p95", title: "p95" }, { name: "p99", title: "p99" }];

const charts = [
  { id: "connections", title: "Connections", format: count, series: [{ name: "live", title: "live" }, { name: "catching_up", title: "catching up" }],
    values: (history) => [history.level("connections_live"), history.level("connections_catching_up")] },
  { id: "rates", title: "Per second", format: rate, series: [{ name: "messages", title: "messages accepted" }, { name: "frames", title: "frames sent" }],
    values: (history) => [history.rate("messages"), history.rate("frames_sent")] },
  { id: "publish", title: "Publish until durable", format: milliseconds, series: percentiles, values: (history) => history.percentiles("publish") },
  { id: "publish_to_socket", title: "Publish until on the socket", format: milliseconds, series: percentiles, values: (history) => history.percentiles("publish_to_socket") },
  { id: "group_commit", title: "One write to storage", format: milliseconds, series: percentiles, values: (history) => history.percentiles("group_commit") },
  { id: "payload", title: "Payload per second", format: bytes, series: [{ name: "sent", title: "sent" }, { name: "received", title: "received" }],
    values: (history) => [history.rate("bytes_sent"), history.rate("bytes_received")] },
];

const worst = (health) => ["unhealthy", "degraded"].find((status) => health.some((check) => check.status === status)) ?? "ok";

/** An answer is as old as 3 s; what is beyond that and a little more is a clock's. */
const clockTolerance = 5_000;

const clockOf = (process, now) => (process.answered && Math.abs(process.at - now) > clockTolerance
  ? `its clock is ${duration(Math.abs(process.at - now))} ${process.at < now ? "behind" : "ahead"}` : null);

/** What a process says of its health, or that it says nothing. */
const healthOf = (process, now) => {
  if (!process.answered) return "no answer";
  const status = worst(process.health);
  const wrong = process.health.filter((check) => check.status !== "ok").map((check) => check.description);
  const clock = clockOf(process, now);
  return [status === "ok" ? "ok" : `${status}: ${wrong.join("; ")}`, ...(clock ? [clock] : [])].join("; ");
};

const standing = (process, now) => {
  const status = process.answered ? worst(process.health) : "unhealthy";
  return status === "ok" && clockOf(process, now) ? "degraded" : status;
};

// Not landmarks of their own: the tables in them are.
const card = (title, ...content) => el("section", { class: "card" }, el("h2", {}, title), ...content);

const counts = (caption, empty, testId) => new Table(caption, [
  { title: "Reason", value: ([name]) => words(name) },
  { title: "Times", number: true, value: ([, times]) => count(times) },
], ([name]) => name, empty, testId);

export class Overview {
  #root;
  #tiles = new Map();
  #charts;
  #now = 0;
  #processes = new Table("Processes", [
    { title: "Process", id: "name", class: "name", value: (row) => row.name ?? row.address },
    { title: "Role", value: (row) => row.role ?? "–" },
    { title: "Health", id: "health", class: "status", value: (row) => healthOf(row, this.#now), state: (row) => standing(row, this.#now) },
    { title: "Connections", number: true, value: (row) => count(row.figures.connections_live + row.figures.connections_catching_up) },
    { title: "Users loaded", number: true, value: (row) => count(row.figures.users_loaded) },
    { title: "Memory", number: true, value: (row) => bytes(row.figures.memory_bytes) },
    { title: "Up for", value: (row) => (row.started_at ? duration(this.#now - row.started_at) : "–") },
    { title: "Version", value: (row) => row.version ?? "–" },
  ], (row) => row.address, "No process answers.", "processes");
  #connections = new Table("Connections that are farthest behind", [
    { title: "User", id: "user", class: "name", make: (row) => el("a", { href: `#/users/${encodeURIComponent(row.user_id)}` }, row.user_id) },
    { title: "Client", class: "name", value: (row) => row.client_id },
    { title: "State", id: "state", value: (row) => words(row.state) },
    { title: "Behind", id: "behind", number: true, value: (row) => count(row.behind) },
    { title: "Queued", number: true, value: (row) => `${count(row.queued_frames)}, ${bytes(row.queued_bytes)}` },
    { title: "Socket waits", number: true, value: (row) => (row.writing_since ? duration(this.#now - row.writing_since) : "–") },
    { title: "Catching up for", number: true, value: (row) => (row.catching_up_since ? duration(this.#now - row.catching_up_since) : "–") },
    { title: "Connected", value: (row) => time(row.connected_at) },
  ], (row) => row.connection_id, "There are none.", "connections");
  #ended = counts("Why connections ended", "None ended.", "ended");
  #refused = counts("Why connections were refused", "None was refused.", "refused");
  #errors = new Table("Recent warnings and errors", [
    { title: "At", value: (row) => time(row.at) },
    { title: "Level", class: "status", value: (row) => row.level, state: (row) => (row.level === "warning" ? "degraded" : "unhealthy") },
    { title: "Process", class: "name", value: (row) => row.process },
    { title: "What", class: "wide", value: (row) => `${row.source}: ${row.text}` },
  ], (row) => `${row.at} ${row.process} ${row.text}`, "None.", "errors");
  #state = el("select", { id: "state", "data-testid": "state", onchange: () => this.changed() },
    el("option", { value: "all" }, "any state"), el("option", { value: "catching_up" }, "catching up"), el("option", { value: "slow" }, "slow"));
  #orleans = el("a", { href: "../orleans/", hidden: true, "data-testid": "orleans" }, "Orleans dashboard");
  #since = el("p", { class: "quiet" });

  constructor(root) {
    this.#root = root;
    this.changed = () => {};
    const grid = el("dl", { class: "tiles" }, ...tiles.map((tile) => {
      const value = el("dd", { "data-figure": tile.id }, "–");
      this.#tiles.set(tile, value);
      return el("div", { class: "tile" }, el("dt", {}, tile.title), value);
    }));
    this.#charts = charts.map((chart) => ({ ...chart, view: new Chart(chart.title, chart.series, chart.format, `chart-${chart.id}`) }));
    root.append(
      el("h2", { class: "unseen" }, "Cluster"), grid,
      el("h2", { class: "unseen" }, "Over time"), el("div", { class: "charts" }, ...this.#charts.map((chart) => chart.view.element)),
      card("Processes", this.#processes.element, this.#orleans),
      card("Connections farthest behind", el("p", {}, el("label", { for: "state" }, "Show "), this.#state), this.#connections.element),
      el("div", { class: "pair" },
        card("Ended connections", this.#since, this.#ended.element),
        card("Refused connections", el("p", { class: "quiet" }, "Since the processes began"), this.#refused.element)),
      card("Warnings and errors", this.#errors.element));
  }

  get state() {
    return this.#state.value;
  }

  show(overview, history, connections, errors) {
    this.#now = overview.at;
    this.#root.dataset.at = String(history.since);
    for (const [tile, element] of this.#tiles) setText(element, tile.value(overview, history));
    for (const chart of this.#charts) chart.view.show(history.at, chart.values(history), history.intervalMs);
    this.#orleans.hidden = !overview.orleans;
    setText(this.#since, `In the last ${duration(overview.history_ms)}`);
    this.#processes.show(overview.processes);
    this.#connections.show(connections.connections);
    this.#ended.show(Object.entries(overview.ended));
    this.#refused.show(Object.entries(overview.refused));
    this.#errors.show(errors.errors);
  }
}
