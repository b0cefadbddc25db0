-- Oldest build: 2
-- Writes the commits of many users, at most one of each: one call is one round trip, and one flush for all of them.
--
-- p_epoch    the epoch that they expect.
-- p_users    their users, each once. Rows are locked in this order: two callers that order users alike never wait for each other in a circle.
-- p_heads    for each user 5 numbers: revision and digest of the head that the commit expects; revision, number of work records and digest of the one that it leaves.
-- p_bodies   for each user the body of the head that it leaves.
-- p_ends     how many records there are up to and with each kind (below), of 17 kinds.
-- p_records  for each record 6 numbers: the place of its user in p_users, and what its kind says. Kind follows kind.
-- p_blobs    for each record its bytes; empty where it has none.
--
--   1 frame: seq, timestamp, end or 0, state version or 0, priority + 256 * reason of a hole; JSON
--   2 places that fall below the oldest: first, end                   3 place that falls: seq
--   4 frame that becomes a hole: seq, reason                          5 dead letter of a frame: seq, reason, since
--   6 dead letter of a message: seq, reason, since; JSON              7 dead letter to forget: seq
--   8 session: start, acknowledged or -1, last seen; client id        9 session to forget; client id
--  10 snapshot of the state, which takes the changes up to it with it: version; JSON
--  11 change of the state: version, kind; JSON
--  12 accepted id: space, seq, at; id                                13 accepted id to forget: space; id
--  14 work: number; body                                             15 work to forget: number
--  16 revoked token: its end; id                                     17 revoked token to forget; id
--
-- Returns for each user: 0 committed, 1 conflict: the head is another, and nothing is written. Raises 23N01 when a frame that a commit copies or erases
-- is not there: the caller finds out which one by dividing the group. Arrays are read by subscripts, which costs less than unnesting them, and tables by their keys alone: plans are made once for all.
CREATE FUNCTION netra_commit(p_epoch text, p_users text[], p_heads bigint[], p_bodies bytea[], p_ends int[], p_records bigint[], p_blobs bytea[]) RETURNS smallint[]
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
    outcomes smallint[] := array_fill(1::smallint, ARRAY[cardinality(p_users)]);
    -- The users whose commits go through: their places, and their numbers in the same order, and then by their places.
    winners int[];
    numbers_of_winners bigint[];
    numbers bigint[];
BEGIN
    -- What is acknowledged is on disk, here and where a replica is waited for, whatever the settings of the server say.
    IF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    -- No new epoch until this is committed.
    PERFORM pg_advisory_xact_lock_shared(474148532834);
    IF p_epoch IS DISTINCT FROM (SELECT epoch FROM netra_log) THEN
        RETURN outcomes;
    END IF;

    -- Users never seen get an empty head. If another call makes it first, this one waits for it and finds another head.
    INSERT INTO netra_user_head (user_id)
    SELECT p_users[u] FROM generate_subscripts(p_users, 1) AS u WHERE p_heads[5 * u - 4] = 0
    ON CONFLICT DO NOTHING;

    WITH won AS (
        UPDATE netra_user_head AS h SET revision = p_heads[o.at + 3], work_count = p_heads[o.at + 4], digest = p_heads[o.at + 5], body = p_bodies[o.place]
        FROM (SELECT u.user_id COLLATE "C" AS user_id, u.place::int AS place, 5 * u.place::int - 5 AS at
            FROM unnest(p_users) WITH ORDINALITY AS u (user_id, place)) AS o
        WHERE h.user_id = o.user_id AND h.revision = p_heads[o.at + 1] AND h.digest = p_heads[o.at + 2]
        RETURNING o.place, h.user_no)
    SELECT array_agg(place), array_agg(user_no) INTO winners, numbers_of_winners FROM won;

    -- Mostly all of them, in the order of the call.
    IF winners = ARRAY(SELECT generate_subscripts(p_users, 1)) THEN
        numbers := numbers_of_winners;
        outcomes := array_fill(0::smallint, ARRAY[cardinality(p_users)]);
    ELSIF winners IS NULL THEN
        RETURN outcomes;
    ELSE
        numbers := array_fill(NULL::bigint, ARRAY[cardinality(p_users)]);
        FOR i IN 1 .. cardinality(winners) LOOP
            numbers[winners[i]] := numbers_of_winners[i];
            outcomes[winners[i]] := 0;
        END LOOP;
    END IF;

    IF p_ends[5] > p_ends[3] AND EXISTS (
        SELECT FROM generate_series(6 * p_ends[3], 6 * p_ends[5] - 6, 6) AS o
        WHERE numbers[p_records[o + 1]] IS NOT NULL AND NOT EXISTS (
            SELECT FROM netra_frame AS f WHERE f.user_no = numbers[p_records[o + 1]] AND f.seq = p_records[o + 2] AND f.hole IS NULL))
    THEN
        RAISE EXCEPTION 'a frame that a commit copies or erases is missing' USING ERRCODE = '23N01';
    END IF;

    IF p_ends[5] > p_ends[4] THEN
        INSERT INTO netra_dead_letter (user_no, seq, reason, priority, at_ms, json)
        SELECT f.user_no, f.seq, p_records[o + 3], f.priority, p_records[o + 4], f.json
        FROM generate_series(6 * p_ends[4], 6 * p_ends[5] - 6, 6) AS o JOIN netra_frame AS f ON f.user_no = numbers[p_records[o + 1]] AND f.seq = p_records[o + 2];
    END IF;
    IF p_ends[6] > p_ends[5] THEN
        INSERT INTO netra_dead_letter (user_no, seq, reason, priority, at_ms, json)
        SELECT numbers[p_records[o + 1]], p_records[o + 2], p_records[o + 3], 1, p_records[o + 4], p_blobs[o / 6 + 1]
        FROM generate_series(6 * p_ends[5], 6 * p_ends[6] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL ON CONFLICT (user_no, seq) DO NOTHING;
    END IF;
    IF p_ends[7] > p_ends[6] THEN
        DELETE FROM netra_dead_letter AS t USING generate_series(6 * p_ends[6], 6 * p_ends[7] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.seq = p_records[o + 2];
    END IF;
    IF p_ends[2] > p_ends[1] THEN
        DELETE FROM netra_frame AS t USING generate_series(6 * p_ends[1], 6 * p_ends[2] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.seq >= p_records[o + 2] AND t.seq < p_records[o + 3];
    END IF;
    IF p_ends[3] > p_ends[2] THEN
        DELETE FROM netra_frame AS t USING generate_series(6 * p_ends[2], 6 * p_ends[3] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.seq = p_records[o + 2];
    END IF;
    IF p_ends[4] > p_ends[3] THEN
        UPDATE netra_frame AS t SET hole = p_records[o + 3], json = '' FROM generate_series(6 * p_ends[3], 6 * p_ends[4] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.seq = p_records[o + 2];
    END IF;
    IF p_ends[1] > 0 THEN
        INSERT INTO netra_frame (user_no, seq, timestamp_ms, expires_at_ms, state_version, priority, hole, json)
        SELECT numbers[p_records[o + 1]], p_records[o + 2], p_records[o + 3], nullif(p_records[o + 4], 0), nullif(p_records[o + 5], 0),
            p_records[o + 6] & 255, nullif(p_records[o + 6] >> 8, 0), p_blobs[o / 6 + 1]
        FROM generate_series(0, 6 * p_ends[1] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL;
    END IF;
    IF p_ends[8] > p_ends[7] THEN
        INSERT INTO netra_session (user_no, client_id, start_seq, acked_seq, last_seen_ms)
        SELECT numbers[p_records[o + 1]], convert_from(p_blobs[o / 6 + 1], 'UTF8'), p_records[o + 2], nullif(p_records[o + 3], -1), p_records[o + 4]
        FROM generate_series(6 * p_ends[7], 6 * p_ends[8] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL
        ON CONFLICT (user_no, client_id) DO UPDATE
        SET start_seq = excluded.start_seq, acked_seq = excluded.acked_seq, last_seen_ms = excluded.last_seen_ms;
    END IF;
    IF p_ends[9] > p_ends[8] THEN
        DELETE FROM netra_session AS t USING generate_series(6 * p_ends[8], 6 * p_ends[9] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.client_id = convert_from(p_blobs[o / 6 + 1], 'UTF8') COLLATE "C";
    END IF;
    IF p_ends[11] > p_ends[10] THEN
        INSERT INTO netra_state_change (user_no, version, kind, json)
        SELECT numbers[p_records[o + 1]], p_records[o + 2], p_records[o + 3], p_blobs[o / 6 + 1]
        FROM generate_series(6 * p_ends[10], 6 * p_ends[11] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL;
    END IF;
    IF p_ends[10] > p_ends[9] THEN
        INSERT INTO netra_state_snapshot (user_no, version, json)
        SELECT numbers[p_records[o + 1]], p_records[o + 2], p_blobs[o / 6 + 1]
        FROM generate_series(6 * p_ends[9], 6 * p_ends[10] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL
        ON CONFLICT (user_no) DO UPDATE SET version = excluded.version, json = excluded.json;
    END IF;
    IF p_ends[10] > p_ends[9] THEN
        DELETE FROM netra_state_change AS t USING generate_series(6 * p_ends[9], 6 * p_ends[10] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.version <= p_records[o + 2];
    END IF;
    IF p_ends[12] > p_ends[11] THEN
        INSERT INTO netra_deduplication (user_no, space, id, seq, at_ms)
        SELECT numbers[p_records[o + 1]], p_records[o + 2], p_blobs[o / 6 + 1], p_records[o + 3], p_records[o + 4]
        FROM generate_series(6 * p_ends[11], 6 * p_ends[12] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL
        ON CONFLICT (user_no, space, id) DO UPDATE SET seq = excluded.seq, at_ms = excluded.at_ms;
    END IF;
    IF p_ends[13] > p_ends[12] THEN
        DELETE FROM netra_deduplication AS t USING generate_series(6 * p_ends[12], 6 * p_ends[13] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.space = p_records[o + 2]::smallint AND t.id = p_blobs[o / 6 + 1];
    END IF;
    IF p_ends[14] > p_ends[13] THEN
        INSERT INTO netra_work (user_no, number, body)
        SELECT numbers[p_records[o + 1]], p_records[o + 2], p_blobs[o / 6 + 1]
        FROM generate_series(6 * p_ends[13], 6 * p_ends[14] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL
        ON CONFLICT (user_no, number) DO UPDATE SET body = excluded.body;
    END IF;
    IF p_ends[15] > p_ends[14] THEN
        DELETE FROM netra_work AS t USING generate_series(6 * p_ends[14], 6 * p_ends[15] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.number = p_records[o + 2];
    END IF;
    IF p_ends[16] > p_ends[15] THEN
        INSERT INTO netra_revoked_token (user_no, token_id, expires_at_ms)
        SELECT numbers[p_records[o + 1]], p_blobs[o / 6 + 1], p_records[o + 2]
        FROM generate_series(6 * p_ends[15], 6 * p_ends[16] - 6, 6) AS o WHERE numbers[p_records[o + 1]] IS NOT NULL
        ON CONFLICT (user_no, token_id) DO UPDATE SET expires_at_ms = excluded.expires_at_ms;
    END IF;
    IF p_ends[17] > p_ends[16] THEN
        DELETE FROM netra_revoked_token AS t USING generate_series(6 * p_ends[16], 6 * p_ends[17] - 6, 6) AS o
        WHERE t.user_no = numbers[p_records[o + 1]] AND t.token_id = p_blobs[o / 6 + 1];
    END IF;
    RETURN outcomes;
END
$$;

-- Gives the database another epoch, between commits.
CREATE FUNCTION netra_renew_epoch(p_epoch text) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    IF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    PERFORM pg_advisory_xact_lock(474148532834);
    UPDATE netra_log SET epoch = p_epoch;
END
$$;
