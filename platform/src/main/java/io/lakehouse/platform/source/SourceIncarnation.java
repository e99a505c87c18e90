package io.lakehouse.platform.source;

/**
 * Which server a source is and how far its log reaches: what tells one that goes on from one that was restored, promoted
 * or made anew.
 *
 * @param system the cluster's system identifier, which initdb made up
 * @param timeline the timeline that it writes, which rises with a restore to a point in time and with a promotion
 * @param written the end of the log that it has durably written; a crash never sets it back
 */
public record SourceIncarnation(String system, long timeline, Lsn written) {
    private static final String QUERY =
            """
            SELECT s.system_identifier::text, c.timeline_id, pg_current_wal_flush_lsn()
            FROM pg_control_system() s, pg_control_checkpoint() c
            """;

    /**
     * The source at this address, as it is now.
     *
     * @throws io.lakehouse.platform.engine.Failure when it does not answer
     */
    public static SourceIncarnation of(DatabaseAddress address) {
        return Sql.ask(address, connection -> {
            try (var statement = connection.createStatement()) {
                var found = statement.executeQuery(QUERY);
                found.next();
                return new SourceIncarnation(found.getString(1), found.getLong(2), Lsn.parse(found.getString(3)));
            }
        });
    }
}
