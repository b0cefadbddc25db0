export const DEFAULT_NUMBERS = {
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
