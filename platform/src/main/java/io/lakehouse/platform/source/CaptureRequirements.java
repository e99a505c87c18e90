package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Failure;
import java.sql.Connection;
import java.sql.SQLException;

/** What a server and a role must allow before changes can be captured. */
final class CaptureRequirements {
    private static final int OLDEST_VERSION = 140000;

    private static final String QUESTION =
            """
            SELECT current_setting('server_version_num')::int AS version,
                   current_setting('server_version') AS version_name,
                   current_setting('wal_level') AS wal_level,
                   current_user AS role,
                   EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_user AND (r.rolsuper OR r.rolreplication))
                       OR EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'rds_replication'
                                  AND pg_has_role(current_user, r.oid, 'member')) AS replicates,
                   EXISTS (SELECT FROM pg_publication WHERE pubname = ?)
                       OR has_database_privilege(current_database(), 'CREATE') AS publishes,
                   EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)
                       OR (SELECT count(*) FROM pg_replication_slots)
                           < current_setting('max_replication_slots')::int AS has_slot,
                   current_setting('max_wal_senders')::int > 0 AS has_sender,
                   current_database() AS database
            """;

    private CaptureRequirements() {}

    /** Refuses the first thing that is missing, with the statement that mends it. */
    static void check(Connection connection, DatabaseAddress address, String slot, String publication)
            throws SQLException {
        try (var statement = connection.prepareStatement(QUESTION)) {
            statement.setString(1, publication);
            statement.setString(2, slot);
            var found = statement.executeQuery();
            found.next();
            var role = Sql.quoted(found.getString("role"));
            require(
                    found.getInt("version") >= OLDEST_VERSION,
                    address,
                    "PostgreSQL " + found.getString("version_name") + " is too old: use 14 or newer");
            require(
                    found.getString("wal_level").equals("logical"),
                    address,
                    "wal_level is " + found.getString("wal_level")
                            + ": ALTER SYSTEM SET wal_level = 'logical', and restart the server");
            require(
                    found.getBoolean("replicates"),
                    address,
                    "the role may not replicate: ALTER ROLE " + role + " REPLICATION");
            require(
                    found.getBoolean("publishes"),
                    address,
                    "the role may not create a publication: GRANT CREATE ON DATABASE "
                            + Sql.quoted(found.getString("database")) + " TO " + role);
            require(
                    found.getBoolean("has_slot"),
                    address,
                    "no replication slot is free: raise max_replication_slots, or drop one that nobody reads");
            require(
                    found.getBoolean("has_sender"),
                    address,
                    "max_wal_senders is 0: ALTER SYSTEM SET max_wal_senders = 10");
        }
    }

    private static void require(boolean holds, DatabaseAddress address, String otherwise) {
        if (!holds) {
            throw new Failure(address + ": " + otherwise);
        }
    }
}
