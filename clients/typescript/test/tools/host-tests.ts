// Runs the tests against a host: that of NETRA_URL, or one of their own, made of NETRA_HOST_DLL.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OwnHost } from './own-host.js';

const FOLDER = fileURLToPath(new URL('../host/', import.meta.url));
const TIMEOUT_MS = 600_000;

const { NETRA_URL: url, NETRA_HOST_DLL: dll } = process.env;
if (!url && !dll) throw new Error('NETRA_URL has to name a host in development, as http://127.0.0.1:5080, or NETRA_HOST_DLL the path of Netra.Host.dll.');
const host = url ? null : await OwnHost.start(dll ?? '');
try {
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.test.js')).map(name => join(FOLDER, name));
  const tests = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', `--test-timeout=${TIMEOUT_MS}`, ...files], {
    stdio: 'inherit', env: { ...process.env, NETRA_URL: url ?? host?.url.href },
  });
  process.exitCode = await new Promise(resolve => tests.once('exit', code => resolve(code ?? 1)));
} finally {
  await host?.stop();
}
