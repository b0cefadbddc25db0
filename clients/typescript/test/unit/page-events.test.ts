import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { watchPage } from '../../src/shell/page-events.js';

const page = new EventTarget();
const document = { hidden: false };
let log: string[] = [];

beforeEach(() => {
  log = [];
  Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page), document });
});

afterEach(() => {
  for (const name of ['addEventListener', 'document']) Reflect.deleteProperty(globalThis, name);
});

function happens(type: string, visibility = 'visible'): void {
  document.hidden = visibility === 'hidden';
  page.dispatchEvent(new Event(type));
}

test('watchPage_NetworkOrPageComesBack_Wakes', () => {
  const unwatch = watchPage(() => log.push('wake'), () => log.push('hide'));
  happens('online');
  happens('visibilitychange');
  happens('pageshow');
  assert.deepEqual(log, ['wake', 'wake', 'wake']);
  unwatch();
  happens('online');
  assert.equal(log.length, 3);
});

test('watchPage_PageGoes_Hides', () => {
  const unwatch = watchPage(() => log.push('wake'), () => log.push('hide'));
  happens('visibilitychange', 'hidden');
  happens('pagehide', 'visible');
  assert.deepEqual(log, ['hide', 'hide']);
  unwatch();
});

test('watchPage_NetworkComesBackWhileHidden_Wakes', () => {
  const unwatch = watchPage(() => log.push('wake'), () => log.push('hide'));
  happens('online', 'hidden');
  assert.deepEqual(log, ['wake']);
  unwatch();
});
