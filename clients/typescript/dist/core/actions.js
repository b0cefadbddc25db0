/** The timers, in the order in which they are cleared together. */
export const TIMERS = ['connect', 'liveness', 'come_back', 'token', 'ack', 'outbox', 'retry'];
