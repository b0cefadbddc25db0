import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record, until } from '../tools/host.js';
import { OwnHost } from '../tools/own-host.js';

const DLL = process.env['NETRA_HOST_DLL'];
const EACH = 20;

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(`restart by ${signal}: what was sent meanwhile arrives once and in order`, { skip: DLL ? false : 'NETRA_HOST_DLL names no host' }, async context => {
    const host = await OwnHost.start(DLL ?? '');
    context.after(() => host.stop());
    const tabs = ['a', 'b'].map(clientId => record('alice', { clientId, numbers: { longest_delay_ms: 500 } }, host.url));
    context.after(() => tabs.forEach(({ client }) => client.disconnect()));
    const [sender] = tabs;
    assert.ok(sender);
    const states: string[] = [];
    sender.client.watch('connection', ({ state }) => states.push(state));

    const sent: Promise<unknown>[] = [];
    const send = (): void => {
      for (let each = 0; each < EACH; each += 1) sent.push(sender.client.send('note', { from: 'a', n: sent.length + 1 }));
    };
    send();
    await until('both have the first', () => tabs.every(({ seqs }) => seqs.length > 0));
    const ending = host.end(signal);
    send();
    await ending;
    send();
    await host.run();
    send();
    await Promise.all(sent);
    await until('both have all', () => tabs.every(({ seqs }) => seqs.length >= 4 * EACH));
    for (const { told, seqs } of tabs) {
      assert.deepEqual(told.filter(text => !text.startsWith('error token_failed')), Array.from({ length: 4 * EACH }, (_, index) => `a ${index + 1}`));
      assert.deepEqual(seqs, seqs.map((_, index) => index + 1));
    }

    assert.ok(states.includes('waiting'));
  });
}
