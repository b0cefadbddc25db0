-- Oldest build: 1
-- The users' logs. A user is named by its id in netra_user_head alone; everything else of it carries its number, which is short.

-- One row. Every commit names the epoch that it expects.
CREATE TABLE netra_log (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    epoch text NOT NULL CHECK (epoch ~ '^[A-Za-z0-9]{1,32}$')
);
-- 60 random bits and the version of the UUID.
INSERT INTO netra_log (epoch) VALUES (left(replace(gen_random_uuid()::text, '-', ''), 16));

-- One row for each user, replaced by each of its commits. No column that commits change is indexed, but for the users with work, and pages have room left:
-- so a new row goes beside the old one, and no index changes.
CREATE TABLE netra_user_head (
    user_no bigint GENERATED ALWAYS AS IDENTITY,
    revision bigint NOT NULL DEFAULT 0,
    -- That of the body, for an index.
    work_count bigint NOT NULL DEFAULT 0,
    -- XXH64 of the revision, 8 bytes with the lowest first, and the body; 0 while the revision is 0. Commits compare it, and reads check it.
    digest bigint NOT NULL DEFAULT 0,
    -- The other numbers of a head, from head_seq to revoked_token_count: seven bits in a byte, the lowest first, each byte but a number's last with its high bit set.
    -- As columns they would cost each commit more, on its way to the server and in it.
    body bytea NOT NULL DEFAULT '',
    user_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id)
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);
CREATE INDEX netra_user_head_work ON netra_user_head (user_id) WHERE work_count > 0;

-- Frames and holes, in the order of their seqs. They are appended, and deleted from the oldest on.
CREATE TABLE netra_frame (
    user_no bigint NOT NULL,
    seq bigint NOT NULL,
    timestamp_ms bigint NOT NULL,
    expires_at_ms bigint,
    state_version bigint,
    priority smallint NOT NULL,
    hole smallint,
    json bytea NOT NULL,
    PRIMARY KEY (user_no, seq)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 1);

CREATE TABLE netra_dead_letter (
    user_no bigint NOT NULL,
    seq bigint NOT NULL,
    reason smallint NOT NULL,
    priority smallint NOT NULL,
    at_ms bigint NOT NULL,
    json bytea NOT NULL,
    PRIMARY KEY (user_no, seq)
);

CREATE TABLE netra_session (
    user_no bigint NOT NULL,
    client_id text COLLATE "C" NOT NULL,
    start_seq bigint NOT NULL,
    acked_seq bigint,
    last_seen_ms bigint NOT NULL,
    PRIMARY KEY (user_no, client_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);

CREATE TABLE netra_state_snapshot (
    user_no bigint PRIMARY KEY,
    version bigint NOT NULL,
    json bytea NOT NULL
) WITH (fillfactor = 80);

-- The changes since the snapshot.
CREATE TABLE netra_state_change (
    user_no bigint NOT NULL,
    version bigint NOT NULL,
    kind smallint NOT NULL,
    json bytea NOT NULL,
    PRIMARY KEY (user_no, version)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

-- Ids are UTF-8 and may have any character, NUL too.
CREATE TABLE netra_deduplication (
    user_no bigint NOT NULL,
    space smallint NOT NULL,
    id bytea NOT NULL,
    seq bigint NOT NULL,
    at_ms bigint NOT NULL,
    PRIMARY KEY (user_no, space, id)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);

CREATE TABLE netra_work (
    user_no bigint NOT NULL,
    number bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (user_no, number)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE TABLE netra_revoked_token (
    user_no bigint NOT NULL,
    token_id bytea NOT NULL,
    expires_at_ms bigint NOT NULL,
    PRIMARY KEY (user_no, token_id)
);

-- Compressing what is written once and read seldom costs more than it saves.
ALTER TABLE netra_frame ALTER COLUMN json SET STORAGE EXTERNAL;
ALTER TABLE netra_dead_letter ALTER COLUMN json SET STORAGE EXTERNAL;
ALTER TABLE netra_state_snapshot ALTER COLUMN json SET STORAGE EXTERNAL;
ALTER TABLE netra_state_change ALTER COLUMN json SET STORAGE EXTERNAL;
