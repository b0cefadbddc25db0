import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../../src/core/frames.js';
import { isObject, type Json, type JsonObject } from '../../src/core/json.js';
import { applyChange } from '../../src/core/state-patches.js';
import { readVectors } from '../tools/repository.js';

interface Case {
  name: string;
  kind: 'patch' | 'ops' | 'updates';
  document: string;
  change: string;
  result?: string;
}

// What the server refuses never comes to a client, so only what it applied is compared.
for (const { name, kind, document, change, result } of readVectors<{ cases: Case[] }>('state.json').cases) {
  if (result === undefined) continue;
  test(name, () => {
    const changed = applyChange(JSON.parse(document) as JsonObject, { [kind]: JSON.parse(change) as unknown } as Change);
    // Numbers that JavaScript can't hold are what it makes of them, on both sides.
    assert.equal(JSON.stringify(sorted(changed)), JSON.stringify(sorted(JSON.parse(result) as Json)));
  });
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]));
}
