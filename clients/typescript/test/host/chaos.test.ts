import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChaosProxy, randomOf } from '../tools/chaos-proxy.js';
import { hostUrl, record, until, type Recorder } from '../tools/host.js';
import { WireLog } from '../tools/wire-log.js';

const SECONDS = Number(process.env['NETRA_CHAOS_SECONDS'] ?? 60);
const SEED = Number(process.env['NETRA_CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const MAX_BETWEEN_MS = 400;
const PATIENCE_MS = 120_000;

// About as long as it takes until the next message comes, so that connections are cut while messages wait for their turn.
const MAX_HANDLING_MS = 180;

// Short waits, so that a minute has many connections.
const NUMBERS = { longest_delay_ms: 500, connect_timeout_ms: 3_000, pong_timeout_ms: 2_000 };

test(`chaos, seed ${SEED}, ${SECONDS} s: each message once and in order, on both tabs`, async context => {
  console.log(`NETRA_CHAOS_SEED=${SEED}`);
  const user = `chaos-${SEED}-${Date.now()}`;
  const proxy = await ChaosProxy.start(hostUrl(), SEED);
  context.after(() => proxy.stop());
  const handling = randomOf(SEED + 2);
  const wires = ['a', 'b'].map(name => ({ name, wire: new WireLog() }));
  const tabs = wires.map(({ name, wire: { webSocket } }) => record(
    user, { url: proxy.url, clientId: name, numbers: NUMBERS, webSocket }, hostUrl(), () => MAX_HANDLING_MS * handling()));
  const plain = record(user, { clientId: 'plain' });
  context.after(() => [...tabs, plain].forEach(({ client }) => client.disconnect()));

  const sent = await Promise.all(tabs.map((tab, index) => sendFor(tab, index === 0 ? 'a' : 'b', randomOf(SEED + index))));
  proxy.calm();
  await answered(sent.flat()).catch((cause: unknown) => {
    tabs.forEach(({ client, told }, index) => console.log(
      `tab ${index}: ${JSON.stringify(client.connection)}, errors ${told.filter(text => text.startsWith('error')).slice(-5).join(', ')}\n${wires[index]?.wire.text}`));
    console.log(`The proxy has ${proxy.open} connections, faults ${JSON.stringify(proxy.done)}`);
    throw cause;
  });
  const accepted = await Promise.all(sent.flat());
  await until('every tab has every message', () => [...tabs, plain].every(({ seqs }) => seqs.length >= accepted.length), 60_000);

  const expected = plain.told;
  assert.equal(expected.length, accepted.length);
  for (const { told, seqs } of tabs) {
    assert.deepEqual(told, expected);
    assert.deepEqual(seqs, plain.seqs);
  }

  for (const name of ['a', 'b']) {
    const own = expected.filter(text => text.startsWith(`${name} `));
    assert.deepEqual(own, own.map((_, index) => `${name} ${index + 1}`), 'sent in order, each once');
  }

  console.log(`${accepted.length} messages, ${proxy.connections} connections, faults ${JSON.stringify(proxy.done)}`);
  assert.ok(proxy.connections > SECONDS / 5, 'there was chaos');
});

async function sendFor({ client }: Recorder, name: string, random: () => number): Promise<Promise<unknown>[]> {
  const sent: Promise<unknown>[] = [];
  const end = Date.now() + SECONDS * 1_000;
  while (Date.now() < end) {
    sent.push(client.send('note', { from: name, n: sent.length + 1 }));
    await new Promise(resolve => setTimeout(resolve, random() * MAX_BETWEEN_MS));
  }

  return sent;
}

// Whoever waits in vain is to see where each tab stands.
async function answered(sent: Promise<unknown>[]): Promise<void> {
  let count = 0;
  for (const each of sent) void each.catch(() => undefined).then(() => { count += 1; });
  await until(`all of ${sent.length} messages are answered`, () => count === sent.length, PATIENCE_MS);
}
