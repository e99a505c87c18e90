package io.lakehouse.platform.source;

import java.util.Optional;

/**
 * A logical replication slot as the server sees it.
 *
 * @param name its name
 * @param active whether something reads it now
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost} (pg_replication_slots)
 * @param confirmed everything that committed before is held durably by the reader; empty before the first confirmation
 * @param retainedBytes log that the server keeps for it, in bytes
 */
public record ReplicationSlot(
        String name, boolean active, String walStatus, Optional<Lsn> confirmed, long retainedBytes) {}
