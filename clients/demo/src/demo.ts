// The demo page: two tabs of one user, and a publisher.

import { byId } from './dom.js';
import { Pane } from './pane.js';
import { Publisher } from './publisher.js';
import { UserPanel } from './user-panel.js';

const USER_KEY = 'netra.demo.user';
const DEFAULT_USER = 'alice';

const userPanel = new UserPanel();
const changed = (): void => userPanel.refreshSoon();
const panes = [new Pane('pane-a', 'Pane A', changed), new Pane('pane-b', 'Pane B', changed)];
const publisher = new Publisher(changed);
const nameBox = byId('user-name', HTMLInputElement);
const offline = byId('offline', HTMLInputElement);
let user = new URLSearchParams(location.search).get('user') || localStorage.getItem(USER_KEY) || DEFAULT_USER;

byId('panes').append(...panes.map(pane => pane.element));
byId('user-form').addEventListener('submit', event => {
  event.preventDefault();
  const chosen = nameBox.value.trim();
  if (!chosen || chosen === user) return;
  for (const pane of panes) pane.close();
  user = chosen;
  history.replaceState(null, '', `?user=${encodeURIComponent(user)}`);
  open();
});
offline.addEventListener('change', () => panes.forEach(pane => pane.setOffline(offline.checked)));
// Browsers hold a socket back while they are offline, and may not end it: then nothing but this says why nothing comes.
for (const event of ['offline', 'online']) addEventListener(event, showBrowser);
addEventListener('pagehide', () => panes.forEach(pane => pane.leave(true)));
addEventListener('pageshow', () => panes.forEach(pane => pane.leave(false)));
showBrowser();
open();

function showBrowser(): void {
  byId('browser-offline').textContent = navigator.onLine ? '' : 'The browser is offline. What is published now comes later.';
}

function open(): void {
  nameBox.value = user;
  localStorage.setItem(USER_KEY, user);
  publisher.use(user);
  userPanel.use(user);
  for (const pane of panes) pane.open(user);
}
