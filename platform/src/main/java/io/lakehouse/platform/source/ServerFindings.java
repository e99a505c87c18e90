package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a server and a role lack for a logical replication slot. */
final class ServerFindings {
    private static final int OLDEST_VERSION = 140000;
    private static final String KEPT_LOG = "10GB";

    private static final String QUESTION =
            """
            SELECT current_setting('server_version_num')::int AS version,
                   current_setting('server_version') AS version_name,
                   pg_is_in_recovery() AS standby,
                   current_setting('wal_level') AS wal_level,
                   current_setting('max_slot_wal_keep_size') AS kept_log,
                   coalesce(current_setting('idle_replication_slot_timeout', true), '0') AS idle_timeout,
                   current_user AS role,
                   EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_user AND (r.rolsuper OR r.rolreplication))
                       OR EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'rds_replication'
                                  AND pg_has_role(current_user, r.oid, 'member')) AS replicates,
                   coalesce((SELECT coalesce(s.database, '') || '/' || coalesce(s.plugin, s.slot_type)
                             FROM pg_replication_slots s WHERE s.slot_name = ?), '') AS slot,
                   current_database() || '/pgoutput' AS own_slot,
                   (SELECT count(*) FROM pg_replication_slots) AS slots,
                   current_setting('max_replication_slots')::int AS most_slots,
                   (SELECT count(*) FROM pg_stat_replication) AS senders,
                   EXISTS (SELECT FROM pg_replication_slots s WHERE s.slot_name = ? AND s.active) AS is_sending,
                   current_setting('max_wal_senders')::int AS most_senders
            """;

    private final ResultSet server;
    private final String place;
    private final List<CaptureFinding> findings = new ArrayList<>();

    private ServerFindings(ResultSet server, String place) {
        this.server = server;
        this.place = place;
    }

    static List<CaptureFinding> of(Connection connection, DatabaseAddress address, String slot, Place place)
            throws SQLException {
        try (var statement = connection.prepareStatement(QUESTION)) {
            statement.setString(1, slot);
            statement.setString(2, slot);
            var found = statement.executeQuery();
            found.next();
            return new ServerFindings(found, place.at("source") + ": " + address).all(slot);
        }
    }

    private List<CaptureFinding> all(String slot) throws SQLException {
        if (server.getInt("version") < OLDEST_VERSION) {
            refuse("PostgreSQL " + server.getString("version_name") + " is too old: use 14 or newer", "");
        }
        if (server.getBoolean("standby")) {
            refuse("the server is a standby, where nothing can be published: name its primary", "");
        }
        if (!server.getString("wal_level").equals("logical")) {
            refuse(
                    "wal_level is " + server.getString("wal_level") + "; set it and restart the server",
                    "ALTER SYSTEM SET wal_level = 'logical'");
        }
        if (!server.getBoolean("replicates")) {
            refuse("the role may not replicate", "ALTER ROLE " + Sql.quoted(server.getString("role")) + " REPLICATION");
        }
        slots(slot);
        senders();
        keptLog();
        return List.copyOf(findings);
    }

    private void slots(String slot) throws SQLException {
        var existing = server.getString("slot");
        if (!existing.isEmpty() && !existing.equals(server.getString("own_slot"))) {
            refuse(
                    "the replication slot " + slot + " is that of " + existing
                            + " (database/plugin); slots are one per server: give the pipeline another name",
                    "");
        } else if (existing.isEmpty() && server.getInt("slots") >= server.getInt("most_slots")) {
            refuse(
                    "all " + server.getInt("most_slots")
                            + " replication slots are taken; drop one that nobody reads, or raise the number and"
                            + " restart the server",
                    "ALTER SYSTEM SET max_replication_slots = " + (server.getInt("most_slots") + 10));
        }
    }

    private void senders() throws SQLException {
        if (!server.getBoolean("is_sending") && server.getInt("senders") >= server.getInt("most_senders")) {
            refuse(
                    "all " + server.getInt("most_senders")
                            + " WAL senders are taken; raise the number and restart the server",
                    "ALTER SYSTEM SET max_wal_senders = " + (server.getInt("most_senders") + 10));
        }
    }

    private void keptLog() throws SQLException {
        if (server.getString("kept_log").equals("-1")) {
            warn(
                    "max_slot_wal_keep_size has no bound: while nothing captures, the log grows until the disk is full",
                    "ALTER SYSTEM SET max_slot_wal_keep_size = '" + KEPT_LOG + "'; SELECT pg_reload_conf()");
        }
        if (!server.getString("idle_timeout").startsWith("0")) {
            warn(
                    "idle_replication_slot_timeout is " + server.getString("idle_timeout")
                            + ": a platform that is down for longer loses its slot, and with it changes",
                    "ALTER SYSTEM SET idle_replication_slot_timeout = 0; SELECT pg_reload_conf()");
        }
    }

    private void refuse(String reason, String sql) {
        findings.add(CaptureFinding.refused(place, "", reason, sql));
    }

    private void warn(String reason, String sql) {
        findings.add(CaptureFinding.warning(place, "", reason, sql));
    }
}
