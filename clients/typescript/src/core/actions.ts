import type { Change, ClientFrame, Frame, ResetReason } from './frames.js';
import type { JsonObject } from './json.js';

/** The timers, in the order in which they are cleared together. */
export const TIMERS = ['connect', 'liveness', 'come_back', 'token', 'ack', 'resume', 'state', 'outbox', 'retry'] as const;

export type TimerName = (typeof TIMERS)[number];

/** Why a token is asked for (docs/client.md, section 8). */
export type TokenReason = 'connect' | 'refused' | 'refresh';

/** The state of the connection (docs/client.md, section 2), with what led to it. */
export type Connection =
  | { state: 'disconnected' }
  | { state: 'connecting' }
  | { state: 'connected'; resumed: boolean }
  | { state: 'waiting'; code: number | null; reason: string; in_ms: number }
  | { state: 'closed'; code: number | null; reason: string };

/** Where a client goes on, as it is kept over a reload. */
export interface PositionRecord {
  user_id: string | null;
  epoch: string;
  last_seq: number;
  /** Seqs above `last_seq` that came ahead of their turn and were handled. */
  early: number[];
}

/** A change of the state in the outbox. */
export interface ChangeRecord {
  id: string;
  change: Change;
  /** The version that it is meant for; absent: whichever there is when it is sent. */
  version?: number;
}

/** An entry of the outbox, as it is kept over a reload. */
export type OutboxRecord = { id: string; type: string; payload: JsonObject } | ChangeRecord;

/** What a client is to do (docs/client.md, section 12). */
export type Action =
  | ({ do: 'connection' } & Connection)
  | { do: 'get_token'; reason: TokenReason }
  | { do: 'open'; query: Record<string, string | number> }
  | { do: 'send'; frame: ClientFrame }
  | { do: 'close'; code: number }
  | { do: 'set_timer'; timer: TimerName; in_ms: number }
  | { do: 'clear_timer'; timer: TimerName }
  | { do: 'deliver'; delivery: number; frame: Frame }
  | { do: 'reset'; reason: ResetReason; from: number | null; to: number | null }
  | { do: 'skipped'; from: number; to: number; reason: string }
  | { do: 'state'; version: number; state: JsonObject }
  | { do: 'conflict'; id: string; change: Change; version: number; state: JsonObject }
  | { do: 'accepted'; id: string; duplicate: boolean; seq: number | null }
  | { do: 'rejected'; id: string; code: string; message: string }
  | { do: 'error'; code: string; message: string; ref: string | null }
  | { do: 'save'; record: PositionRecord }
  | { do: 'save_outbox'; entries: OutboxRecord[] };
