import type { Json, JsonObject } from './json.js';

/** A frame from the server (protocol section 2). */
export interface Frame {
  type: string;
  id?: string;
  /** On durable frames only. */
  seq?: number;
  /** Unix milliseconds. */
  timestamp: number;
  /** On durable frames that came ahead of their turn. */
  expedited?: boolean;
  payload: JsonObject;
}

/** A frame to the server. */
export interface ClientFrame {
  type: string;
  id?: string;
  payload?: JsonObject;
}

/** Frames of the client's own have ids that begin so; an application's may not. */
export const OWN_ID = 'netra:';

/** What a reset says that the position was (protocol section 2.1). */
export type ResetReason = 'epoch_changed' | 'retention' | 'ahead';

/** What the server takes on a connection. */
export interface Limits {
  max_message_bytes: number;
  messages_per_second?: number;
}

/** The payload of `connection_established`. */
export interface Established {
  user_id: string;
  epoch: string;
  head_seq: number;
  oldest_seq: number;
  resumed: boolean;
  replay_from: number | null;
  reset_reason: ResetReason | null;
  heartbeat: { interval_ms: number };
  limits: Limits;
}

/** The payload of `error` (protocol section 6). */
export interface FrameError {
  code: string;
  message: string;
  ref: string | null;
  retry_after_ms: number | null;
}

/** The payload of `skipped`. */
export interface Skipped {
  from: number;
  to: number;
  reason: string;
}

/** One operation of a JSON Patch (RFC 6902). */
export interface PatchOperation {
  op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  path: string;
  from?: string;
  value?: Json;
}

/** A change of the state, in one of its three forms (protocol section 5). */
export type Change = { patch: JsonObject } | { ops: PatchOperation[] } | { updates: JsonObject };

/** A payload whose shape the protocol fixes. The server is believed here: a frame that breaks its own protocol is a fault of the server. */
export function payloadOf<T>(frame: Frame): T {
  return frame.payload as unknown as T;
}
