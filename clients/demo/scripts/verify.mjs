// Fails when what the host serves is not what the sources give.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPage, SERVED } from './page.mjs';

const folder = await mkdtemp(join(tmpdir(), 'netra-demo-'));
try {
  await buildPage(folder);
  const names = new Set([...(await readdir(folder)), ...(await readdir(SERVED))]);
  const others = [];
  for (const name of [...names].sort()) if (!(await isSame(name))) others.push(name);
  if (others.length > 0) {
    console.error(`Not what the sources give: ${others.join(', ')}. 'npm run build' in clients/demo writes them anew.`);
    process.exitCode = 1;
  } else {
    console.log(`The host serves what the sources give: ${[...names].sort().join(', ')}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function isSame(name) {
  const [built, served] = await Promise.all([folder, SERVED].map(each => readFile(join(each, name)).catch(missing)));
  return built !== null && served !== null && built.equals(served);
}

function missing(error) {
  if (error.code !== 'ENOENT') throw error;
  return null;
}
