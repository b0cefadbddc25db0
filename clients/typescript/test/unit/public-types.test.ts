import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PACKAGE } from '../tools/repository.js';

const DIST = join(PACKAGE, 'dist');

test('declarations_OfThePackage_HaveNoAny', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.d.ts'));
  assert.ok(files.length > 10);
  for (const file of files) {
    const code = readFileSync(join(DIST, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(code, /\bany\b/, file);
  }
});

test('package_AtRunTime_DependsOnNothing', () => {
  const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as Record<string, unknown>;
  assert.equal(manifest['dependencies'], undefined);
  assert.equal(manifest['peerDependencies'], undefined);
});
