-- Oldest build: 1
-- Who is in the cluster. Orleans' ADO.NET clustering provider fixes three things, and nothing else: the table OrleansQuery, the names under which it
-- looks up its queries there, and the names of their parameters and columns.

CREATE TABLE netra_cluster (
    cluster_id text COLLATE "C" PRIMARY KEY,
    -- Grows by one with every change of a member, but for its signs of life. Who changes a member names the version that he has seen.
    version integer NOT NULL CHECK (version >= 0)
);

CREATE TABLE netra_member (
    cluster_id text COLLATE "C" NOT NULL REFERENCES netra_cluster ON DELETE CASCADE,
    address text NOT NULL,
    port integer NOT NULL,
    -- The time of the process's start: who takes the address of a dead process is another member.
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    -- Orleans.Runtime.SiloStatus: 3 is active, 6 is dead.
    status integer NOT NULL,
    proxy_port integer NOT NULL,
    suspect_times text,
    start_time timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
) WITH (fillfactor = 50); -- Signs of life come often, and leave the row in its page.

CREATE TABLE OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);

-- The row of a cluster, made once. Says whether it was made now.
INSERT INTO OrleansQuery VALUES ('InsertMembershipVersionKey', $query$
WITH made AS (
    INSERT INTO netra_cluster (cluster_id, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING version
)
SELECT EXISTS (SELECT FROM made)
$query$);

-- Of two that have seen the same version the second waits for the first, finds another version, and changes nothing.
INSERT INTO OrleansQuery VALUES ('InsertMembershipKey', $query$
WITH stepped AS (
    UPDATE netra_cluster AS cluster SET version = version + 1
    WHERE cluster_id = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT FROM netra_member AS member
        WHERE member.cluster_id = cluster.cluster_id AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster_id
), added AS (
    INSERT INTO netra_member
        (cluster_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
    SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM stepped
    RETURNING port
)
SELECT EXISTS (SELECT FROM added)
$query$);

INSERT INTO OrleansQuery VALUES ('UpdateMembershipKey', $query$
WITH stepped AS (
    UPDATE netra_cluster AS cluster SET version = version + 1
    WHERE cluster_id = @DeploymentId AND version = @Version AND EXISTS (
        SELECT FROM netra_member AS member
        WHERE member.cluster_id = cluster.cluster_id AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster_id
), changed AS (
    UPDATE netra_member AS member
    SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    FROM stepped
    WHERE member.cluster_id = stepped.cluster_id AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING port
)
SELECT EXISTS (SELECT FROM changed)
$query$);

-- A sign of life is no change of the membership: the version stays.
INSERT INTO OrleansQuery VALUES ('UpdateIAmAlivetimeKey', $query$
UPDATE netra_member SET i_am_alive_time = @IAmAliveTime
WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$query$);

-- Both reads answer a row with the version alone where there is no member. One statement each: version and members belong together.
INSERT INTO OrleansQuery VALUES ('MembershipReadAllKey', $query$
SELECT cluster.version AS Version, address AS Address, port AS Port, generation AS Generation, silo_name AS SiloName, host_name AS HostName,
    status AS Status, proxy_port AS ProxyPort, suspect_times AS SuspectTimes, start_time AS StartTime, i_am_alive_time AS IAmAliveTime
FROM netra_cluster AS cluster LEFT JOIN netra_member AS member ON member.cluster_id = cluster.cluster_id
WHERE cluster.cluster_id = @DeploymentId
$query$);

INSERT INTO OrleansQuery VALUES ('MembershipReadRowKey', $query$
SELECT cluster.version AS Version, address AS Address, port AS Port, generation AS Generation, silo_name AS SiloName, host_name AS HostName,
    status AS Status, proxy_port AS ProxyPort, suspect_times AS SuspectTimes, start_time AS StartTime, i_am_alive_time AS IAmAliveTime
FROM netra_cluster AS cluster
LEFT JOIN netra_member AS member ON member.cluster_id = cluster.cluster_id AND address = @Address AND port = @Port AND generation = @Generation
WHERE cluster.cluster_id = @DeploymentId
$query$);

-- For Orleans clients from outside, which no process of a cluster takes: their port is 0.
INSERT INTO OrleansQuery VALUES ('GatewaysQueryKey', $query$
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM netra_member
WHERE cluster_id = @DeploymentId AND status = @Status AND proxy_port > 0
$query$);

-- Only the dead go. One that started lately may have died before its first sign of life.
INSERT INTO OrleansQuery VALUES ('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM netra_member
WHERE cluster_id = @DeploymentId AND status = 6 AND greatest(start_time, i_am_alive_time) < @IAmAliveTime
$query$);

INSERT INTO OrleansQuery VALUES ('DeleteMembershipTableEntriesKey', $query$
DELETE FROM netra_cluster WHERE cluster_id = @DeploymentId
$query$);
