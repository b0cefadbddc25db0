import type { Change, Frame } from './frames.js';
import type { JsonObject } from './json.js';
import type { TimerName } from './actions.js';

/** What can happen to a client (docs/client.md, section 12). */
export type CoreEvent =
  | { on: 'connect' }
  | { on: 'disconnect' }
  | { on: 'wake' }
  | { on: 'hide' }
  | { on: 'token'; token: string }
  | { on: 'token_failed'; final: boolean }
  | { on: 'frame'; frame: Frame }
  | { on: 'bad_frame' }
  | { on: 'closed'; code: number; reason: string; retry_after_ms?: number | null }
  | { on: 'timer'; timer: TimerName }
  | { on: 'handled'; delivery: number }
  | { on: 'send'; id: string; type: string; payload: JsonObject }
  | { on: 'change'; id: string; change: Change; ask: boolean }
  | { on: 'resolved'; id: string; change: Change | null };
