import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { claimName } from '../../src/shell/tab-name.js';

/** Locks as those of a browser are, for one page. */
class FakeLocks {
  #waiting = new Map<string, (() => Promise<unknown>)[]>();

  async request(name: string, held: () => unknown): Promise<void> {
    const before = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, before);
    await new Promise<void>(resolve => {
      before.push(async () => {
        await held();
        before.shift();
        void before[0]?.();
        resolve();
      });
      if (before.length === 1) void before[0]?.();
    });
  }
}

const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

function page(locks: unknown): void {
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
}

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));

afterEach(() => {
  mock.timers.reset();
  if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
  else Reflect.deleteProperty(globalThis, 'navigator');
});

test('claimName_NameThatWasGivenBack_IsFreeAgain', async () => {
  page(new FakeLocks());
  const giveBack = await claimName('a');
  const second = claimName('a');
  giveBack?.();
  assert.notEqual(await second, null);
});

test('claimName_NameThatAnotherHas_IsRefusedAndNotTakenLater', async () => {
  page(new FakeLocks());
  const giveBack = await claimName('a');
  const refused = claimName('a');
  mock.timers.tick(1_000);
  assert.equal(await refused, null);
  giveBack?.();
  assert.notEqual(await claimName('a'), null);
});

test('claimName_PageThatMayNotAsk_HasTheName', async () => {
  page({ request: () => Promise.reject(new Error('not here')) });
  assert.notEqual(await claimName('a'), null);
});
