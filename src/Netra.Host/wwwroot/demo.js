// The demo page: two tabs of one user, and a publisher.

import { Pane } from './pane.js';
import { Publisher } from './publisher.js';
import { claimTab } from './tab-session.js';
import { Tokens } from './tokens.js';
import { UserPanel } from './user-panel.js';

const USER_KEY = 'netra.demo.user';
const DEFAULT_USER = 'alice';

const tab = await claimTab();
const userPanel = new UserPanel();
const panes = [['pane-a', 'Pane A'], ['pane-b', 'Pane B']].map(([name, title]) => new Pane(name, title, tab, () => userPanel.refreshSoon()));
const publisher = new Publisher(() => userPanel.refreshSoon());
const nameBox = document.getElementById('user-name');
let user = new URLSearchParams(location.search).get('user') || localStorage.getItem(USER_KEY) || DEFAULT_USER;

document.getElementById('panes').append(...panes.map(pane => pane.element));
document.getElementById('user-form').addEventListener('submit', event => {
  event.preventDefault();
  const chosen = nameBox.value.trim();
  if (!chosen || chosen === user) return;
  panes.forEach(pane => pane.close());
  user = chosen;
  history.replaceState(null, '', `?user=${encodeURIComponent(user)}`);
  open();
});
addEventListener('pagehide', () => panes.forEach(pane => pane.save()));
addEventListener('pageshow', event => event.persisted && panes.forEach(pane => pane.hurry()));
addEventListener('online', () => panes.forEach(pane => pane.hurry()));
open();

function open() {
  nameBox.value = user;
  localStorage.setItem(USER_KEY, user);
  publisher.use(user);
  userPanel.use(user);
  const tokens = new Tokens(user);
  panes.forEach(pane => pane.open(user, tokens));
}
