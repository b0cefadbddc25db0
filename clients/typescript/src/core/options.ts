import type { OutboxRecord, PositionRecord } from './actions.js';

/** The numbers of a client (docs/client.md, section 11). Times are milliseconds. */
export interface Numbers {
  first_delay_ms: number;
  longest_delay_ms: number;
  steady_after_ms: number;
  connect_timeout_ms: number;
  pong_timeout_ms: number;
  wake_timeout_ms: number;
  ack_delay_ms: number;
  ack_every: number;
  max_pending: number;
  max_outbox: number;
  max_in_flight: number;
  token_retry_ms: number;
}

export const DEFAULT_NUMBERS: Numbers = {
  first_delay_ms: 250,
  longest_delay_ms: 30_000,
  steady_after_ms: 5_000,
  connect_timeout_ms: 15_000,
  pong_timeout_ms: 10_000,
  wake_timeout_ms: 5_000,
  ack_delay_ms: 200,
  ack_every: 100,
  max_pending: 1_000,
  max_outbox: 1_000,
  max_in_flight: 1,
  token_retry_ms: 5_000,
};

/** What a core begins with. */
export interface CoreOptions {
  client_id: string;
  /** Where a client begins that has no position. */
  start?: 'unread' | 'head' | 'oldest' | undefined;
  /** The user whose connection this has to be; absent: whichever user the first connection has. */
  user_id?: string | undefined;
  record?: PositionRecord | undefined;
  outbox?: OutboxRecord[] | undefined;
  numbers?: Partial<Numbers> | undefined;
}
