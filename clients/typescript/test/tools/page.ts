import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenOf } from './host.js';
import { PACKAGE } from './repository.js';

/** A page with the client, its own small server, and a Chromium that shows it. */
export class Page {
  /** What the page has reported. */
  readonly reports: unknown[] = [];
  #server: Server;
  #script: string;
  #user: string;

  private constructor(user: string, script: string) {
    this.#user = user;
    this.#script = script;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** @param script a module that may import `/client.js`, fetch `/token` and post to `/report`. Returns what ends it all. */
  static async open(chromium: string, user: string, script: string): Promise<{ page: Page; close: () => Promise<void> }> {
    const page = new Page(user, script);
    await new Promise<void>(resolve => page.#server.listen(0, '127.0.0.1', resolve));
    const profile = mkdtempSync(join(tmpdir(), 'netra-chromium-'));
    const url = `http://127.0.0.1:${(page.#server.address() as AddressInfo).port}/`;
    const options = [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-popup-blocking', '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ];
    const browser = spawn(chromium, [...options, url], { stdio: 'ignore' });
    const ended = new Promise(resolve => browser.once('exit', resolve));
    const close = async (): Promise<void> => {
      browser.kill('SIGTERM');
      await ended;
      page.#server.closeAllConnections();
      page.#server.close();
      // Its helpers end a little later than it does, and write until then. Each try looks anew at what is there, as rmSync does not; all of them take half a minute.
      await rm(profile, { recursive: true, force: true, maxRetries: 24, retryDelay: 100 });
    };
    return { page, close };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (type: string, text: string): void => void response.writeHead(200, { 'content-type': type }).end(text);
    if (request.url === '/' || request.url === '/?copy') return send('text/html', '<!doctype html><title>Netra</title><script type="module" src="/page.js"></script>');
    if (request.url === '/page.js') return send('text/javascript', this.#script);
    if (request.url === '/client.js') return send('text/javascript', readFileSync(join(PACKAGE, 'dist', 'netra-client.min.js'), 'utf8'));
    if (request.url === '/token') return send('text/plain', await tokenOf(this.#user));
    if (request.url !== '/report') return void response.writeHead(404).end();
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.reports.push(JSON.parse(body));
    send('text/plain', '');
  }
}
