import { WebSocket } from 'ws';
import { connect, type ConnectOptions, type NetraClient, type SocketConstructor } from '../../src/index.js';

/** Node's own WebSocket comes with version 22. */
export const webSocket: SocketConstructor = WebSocket;

/** Where the host is that the tests run against. */
export function hostUrl(): URL {
  const url = process.env['NETRA_URL'];
  if (!url) throw new Error('NETRA_URL has to name a host in development, as http://127.0.0.1:5080.');
  return new URL(url);
}

/** A token from the development endpoint. */
export async function tokenOf(user: string, expiresInS = 3600, host = hostUrl()): Promise<string> {
  const response = await fetch(new URL('/dev/token', host), {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user_id: user, expires_in_s: expiresInS }),
  });
  if (!response.ok) throw new Error(`POST /dev/token answered ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}

/** Publishes over HTTP, all at once. */
export async function publish(user: string, messages: object[], host = hostUrl()): Promise<void> {
  const response = await fetch(new URL(`/api/v1/users/${user}/messages`, host), {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer dev-key' }, body: JSON.stringify({ messages }),
  });
  if (!response.ok) throw new Error(`The publish was answered ${response.status}: ${await response.text()}`);
}

export interface Notes {
  note: { from: string; n: number };
}

/** A client of a user, with what it got. */
export interface Recorder {
  client: NetraClient<Notes>;
  /** What the application was told, in its order. */
  told: string[];
  seqs: number[];
}

/** @param handlingMs how long the handler of a message takes; 0: until the next turn */
export function record(user: string, options: Partial<ConnectOptions> = {}, host = hostUrl(), handlingMs = (): number => 0): Recorder {
  const client = connect<Notes>({ url: new URL('/ws', host), token: () => tokenOf(user, 3600, host), webSocket, start: 'oldest', ...options });
  const recorder: Recorder = { client, told: [], seqs: [] };
  client.on('note', async message => {
    recorder.told.push(`${message.payload.from} ${message.payload.n}`);
    recorder.seqs.push(message.seq ?? 0);
    const ms = handlingMs();
    await new Promise(resolve => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)));
  });
  client.watch('skipped', skipped => recorder.told.push(`skipped ${JSON.stringify(skipped)}`));
  client.watch('reset', reset => recorder.told.push(`reset ${JSON.stringify(reset)}`));
  client.watch('error', error => recorder.told.push(`error ${error.code} ${error.message}`));
  return recorder;
}

/** Waits until a condition holds. Fails when it does not in time. */
export async function until(what: string, condition: () => boolean, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
