// Which view is shown, and when the host is asked.

import { get, isOpen, key, Refused } from "./api.js";
import { setText } from "./dom.js";
import { History } from "./history.js";
import { Overview } from "./overview.js";
import { User } from "./user.js";

const everyMs = 2_000;
const longestPauseMs = 15_000;
const part = (id) => document.getElementById(id);

const overview = new Overview(part("overview"));
const user = new User(part("user"));
let history = new History();
let historyMs = 15 * 60_000;
let pause = everyMs;
let timer = 0;
let asking = null;
let again = false;

/** The user of the address; null for the cluster. */
function userOfAddress() {
  const match = /^#\/users\/(.+)$/.exec(location.hash);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return match[1];
  }
}

function showLink(state, text) {
  document.querySelector(".link").dataset.state = state;
  setText(part("link"), text);
}

function showView(name) {
  for (const id of ["key-form", "overview", "user"]) part(id).hidden = id !== name;
}

async function readOverview() {
  const [cluster, newer, connections, errors] = await Promise.all([
    get("overview"), get(`history?since=${history.since}`), get(`connections?state=${overview.state}`), get("errors")]);
  historyMs = cluster.history_ms;
  history.add(newer, historyMs);
  if (userOfAddress() !== null) return;
  setText(part("cluster"), cluster.cluster);
  showView("overview");
  overview.show(cluster, history, connections, errors);
  const answering = cluster.processes.length - cluster.unanswered;
  showLink(cluster.unanswered ? "partial" : "live", `${answering} of ${cluster.processes.length} processes answer`);
}

async function readUser(id) {
  await user.show(id);
  if (userOfAddress() !== id) return;
  showView("user");
  showLink("live", "The host answers");
}

async function ask() {
  const id = userOfAddress();
  try {
    await (id === null ? readOverview() : readUser(id));
    pause = everyMs;
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  if (error instanceof Refused && [401, 403].includes(error.status)) {
    askForKey(error.status === 401 ? "The host does not know this key." : error.message);
    return;
  }
  if (error instanceof Refused && error.status === 400) {
    showLink("away", error.message);
    return;
  }
  // What is shown stays: it is what was so when the host last answered.
  pause = Math.min(pause * 2, longestPauseMs);
  const what = error instanceof Refused ? `The host answers ${error.status}: ${error.message}` : "The host does not answer.";
  showLink("away", `${what} Trying again every ${pause / 1000} s.`);
}

function askForKey(why) {
  key.forget();
  pause = 0;
  showView("key-form");
  showLink("waiting", "A key is needed");
  setText(part("key-error"), why);
  part("key").focus();
}

/** Asks now, or once more when that is under way. */
function askSoon() {
  clearTimeout(timer);
  if (asking) {
    again = true;
    return;
  }
  asking = ask().finally(() => {
    asking = null;
    const now = again;
    again = false;
    if (pause === 0) return;
    if (now) askSoon();
    else if (!document.hidden) timer = setTimeout(askSoon, pause);
  });
}

overview.changed = askSoon;
user.changed = askSoon;
window.addEventListener("hashchange", askSoon);
document.addEventListener("visibilitychange", () => !document.hidden && pause > 0 && askSoon());
part("find").addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = `#/users/${encodeURIComponent(part("find-user").value)}`;
});
part("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  key.set(part("key").value);
  part("key").value = "";
  setText(part("key-error"), "");
  pause = everyMs;
  askSoon();
});

/** Without a key nothing is asked that would be refused. */
async function begin() {
  try {
    if (key.get() || await isOpen()) askSoon();
    else askForKey("");
  } catch {
    showLink("away", "The host does not answer. Trying again.");
    setTimeout(begin, everyMs);
  }
}

showLink("waiting", "Asking the host");
begin();
