-- Oldest build: 3
-- What is read of a user, by STABLE functions: all that one call reads is as it was at one moment.
--
-- Every row of an answer has the place of its user among those asked for, a kind, numbers and bytes:
--   0 the epoch, in the bytes: the first row of every answer
--   1 the head: revision, number of work records, digest; body. None for a user never seen
--   2 session: start, acknowledged or -1, last seen; client id       3 snapshot of the state: version; JSON
--   4 change of the state: version, kind; JSON                       5 work: number; body
--   6 revoked token: its end; id                                     7 frame: seq, timestamp, end, state version, priority, reason of a hole, bytes; JSON
--   8 dead letter: seq, reason, priority, since; JSON                9 accepted id: space, seq, at; id

-- Heads, sessions, state, work and revoked tokens of many users.
CREATE FUNCTION netra_load(p_users text[]) RETURNS TABLE (place int, kind int, numbers bigint[], bytes bytea)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    known bigint[];
BEGIN
    known := ARRAY(
        SELECT (SELECT h.user_no FROM netra_user_head AS h WHERE h.user_id = u.user_id COLLATE "C")
        FROM unnest(p_users) WITH ORDINALITY AS u (user_id, place) ORDER BY u.place);
    RETURN QUERY SELECT 0, 0, NULL::bigint[], convert_to(epoch, 'UTF8') FROM netra_log;
    RETURN QUERY SELECT u.place::int, 1, ARRAY[h.revision, h.work_count, h.digest], h.body
        FROM unnest(p_users) WITH ORDINALITY AS u (user_id, place) JOIN netra_user_head AS h ON h.user_id = u.user_id COLLATE "C";
    RETURN QUERY SELECT u.place::int, 2, ARRAY[t.start_seq, coalesce(t.acked_seq, -1), t.last_seen_ms], convert_to(t.client_id, 'UTF8')
        FROM unnest(known) WITH ORDINALITY AS u (user_no, place) JOIN netra_session AS t ON t.user_no = u.user_no;
    RETURN QUERY SELECT u.place::int, 3, ARRAY[t.version], t.json
        FROM unnest(known) WITH ORDINALITY AS u (user_no, place) JOIN netra_state_snapshot AS t ON t.user_no = u.user_no;
    RETURN QUERY SELECT u.place::int, 4, ARRAY[t.version, t.kind], t.json
        FROM unnest(known) WITH ORDINALITY AS u (user_no, place) JOIN netra_state_change AS t ON t.user_no = u.user_no ORDER BY u.place, t.version;
    RETURN QUERY SELECT u.place::int, 5, ARRAY[t.number], t.body
        FROM unnest(known) WITH ORDINALITY AS u (user_no, place) JOIN netra_work AS t ON t.user_no = u.user_no ORDER BY u.place, t.number;
    RETURN QUERY SELECT u.place::int, 6, ARRAY[t.expires_at_ms], t.token_id
        FROM unnest(known) WITH ORDINALITY AS u (user_no, place) JOIN netra_revoked_token AS t ON t.user_no = u.user_no;
END
$$;

-- The head, and places from p_first to p_last: at most so many, and so many bytes but for the first. With p_entries without their JSON.
CREATE FUNCTION netra_read(p_user text, p_first bigint, p_last bigint, p_max_count int, p_max_bytes bigint, p_entries boolean)
RETURNS TABLE (place int, kind int, numbers bigint[], bytes bytea)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    known bigint := (SELECT h.user_no FROM netra_user_head AS h WHERE h.user_id = p_user COLLATE "C");
BEGIN
    RETURN QUERY SELECT 0, 0, NULL::bigint[], convert_to(epoch, 'UTF8') FROM netra_log;
    RETURN QUERY SELECT 1, 1, ARRAY[h.revision, h.work_count, h.digest], h.body
        FROM netra_user_head AS h WHERE h.user_id = p_user COLLATE "C";
    RETURN QUERY SELECT 1, 7,
            ARRAY[f.seq, f.timestamp_ms, coalesce(f.expires_at_ms, 0), coalesce(f.state_version, 0), f.priority, coalesce(f.hole, 0), octet_length(f.json)],
            CASE WHEN p_entries THEN NULL ELSE f.json END
        FROM (SELECT t.*, sum(octet_length(t.json)) OVER (ORDER BY t.seq) AS up_to, row_number() OVER (ORDER BY t.seq) AS n
            FROM netra_frame AS t WHERE t.user_no = known AND t.seq BETWEEN p_first AND p_last ORDER BY t.seq LIMIT p_max_count) AS f
        WHERE f.n = 1 OR f.up_to <= p_max_bytes ORDER BY f.seq;
END
$$;

-- Dead letters above p_after, bounded as frames are.
CREATE FUNCTION netra_read_dead_letters(p_user text, p_after bigint, p_max_count int, p_max_bytes bigint)
RETURNS TABLE (place int, kind int, numbers bigint[], bytes bytea)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    known bigint := (SELECT h.user_no FROM netra_user_head AS h WHERE h.user_id = p_user COLLATE "C");
BEGIN
    RETURN QUERY SELECT 0, 0, NULL::bigint[], convert_to(epoch, 'UTF8') FROM netra_log;
    RETURN QUERY SELECT 1, 8,
            ARRAY[f.seq, f.reason, f.priority, f.at_ms],
            f.json
        FROM (SELECT t.*, sum(octet_length(t.json)) OVER (ORDER BY t.seq) AS up_to, row_number() OVER (ORDER BY t.seq) AS n
            FROM netra_dead_letter AS t WHERE t.user_no = known AND t.seq > p_after ORDER BY t.seq LIMIT p_max_count) AS f
        WHERE f.n = 1 OR f.up_to <= p_max_bytes ORDER BY f.seq;
END
$$;

-- All accepted ids.
CREATE FUNCTION netra_read_deduplication(p_user text) RETURNS TABLE (place int, kind int, numbers bigint[], bytes bytea)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT 0, 0, NULL::bigint[], convert_to(epoch, 'UTF8') FROM netra_log;
    RETURN QUERY SELECT 1, 9, ARRAY[t.space, t.seq, t.at_ms], t.id
        FROM netra_deduplication AS t WHERE t.user_no = (SELECT h.user_no FROM netra_user_head AS h WHERE h.user_id = p_user COLLATE "C");
END
$$;

-- The ids of users with work behind p_after, in order.
CREATE FUNCTION netra_find_users_with_work(p_after text, p_max int) RETURNS SETOF text
LANGUAGE sql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
    SELECT user_id FROM netra_user_head WHERE work_count > 0 AND user_id > p_after COLLATE "C" ORDER BY user_id LIMIT p_max
$$;
