package io.lakehouse.platform.source;

import java.util.Optional;

/**
 * A logical replication slot as the server sees it.
 *
 * @param name its name
 * @param active whether something reads it now
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost} (pg_replication_slots)
 * @param invalidation why it is lost, in the server's word; empty when it is not, or when the server is older than 17
 * @param confirmed everything that committed before is held durably by the reader; empty before the first confirmation
 * @param retainedBytes log that the server keeps for it, in bytes
 */
public record ReplicationSlot(
        String name,
        boolean active,
        String walStatus,
        String invalidation,
        Optional<Lsn> confirmed,
        long retainedBytes) {
    /** Why it will never bring a change again, in a few words; empty when it will. */
    public Optional<String> lost() {
        if (!walStatus.equals("lost")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (invalidation) {
                    case "", "wal_removed" ->
                        "the source has removed log that the replication slot " + name
                                + " still needed (max_slot_wal_keep_size)";
                    case "idle_timeout" ->
                        "the source has given up the replication slot " + name
                                + ", since nobody read it for too long (idle_replication_slot_timeout)";
                    default -> "the source has given up the replication slot " + name + " (" + invalidation + ")";
                });
    }
}
