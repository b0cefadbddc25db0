import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_TIMEOUT_MS = 60_000;

/** A host of the test's own, which can be killed and started again with its data. */
export class OwnHost {
  readonly url: URL;
  #dll: string;
  #ports: number[];
  #data = mkdtempSync(join(tmpdir(), 'netra-client-'));
  #process: ChildProcess | null = null;

  private constructor(dll: string, ports: number[]) {
    this.#dll = dll;
    this.#ports = ports;
    this.url = new URL(`http://127.0.0.1:${ports[0]}`);
  }

  static async start(dll: string): Promise<OwnHost> {
    const host = new OwnHost(dll, await Promise.all([freePort(), freePort(), freePort()]));
    await host.run();
    return host;
  }

  /** Starts the process and waits until it is ready. */
  async run(): Promise<void> {
    const [port, managementPort, siloPort] = this.#ports;
    this.#process = spawn('dotnet', [this.#dll, '--environment', 'Development', '--Netra:Url', `http://127.0.0.1:${port}`,
      '--Netra:ManagementUrl', `http://127.0.0.1:${managementPort}`, '--Netra:Cluster:SiloPort', String(siloPort), '--Netra:Storage:RocksDb:Path', this.#data],
    { stdio: 'ignore' });
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${managementPort}/health/ready`).then(answer => answer.ok, () => false);
      if (ready) return;
      if (Date.now() > deadline) throw new Error('The host was not ready in time.');
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  /** Ends the process by a signal and waits for its end. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ending = this.#process;
    this.#process = null;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise(resolve => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }

  async stop(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.#data, { recursive: true, force: true });
  }
}

const taken = new Set<number>();

// Below the range from which systems take the ports of outgoing connections, so that none of those sits on a host's port while it restarts.
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (taken.has(port)) continue;
    taken.add(port);
    const server = createServer();
    const isFree = await new Promise<boolean>(resolve => server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    if (!isFree) continue;
    await new Promise(resolve => server.close(resolve));
    return port;
  }
}
