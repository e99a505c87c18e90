package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The transactions that may have changed a table and have not ended, told by the locks that they hold until then. */
public final class TableWriters {
    /** The table itself or, of a partitioned one, every partition. A prepared transaction has no session, but a lock. */
    private static final String HOLDERS =
            """
            SELECT DISTINCT l.virtualtransaction
            FROM pg_class root
            JOIN pg_namespace n ON n.oid = root.relnamespace
            CROSS JOIN LATERAL (
                SELECT root.oid AS relid UNION SELECT p.relid FROM pg_partition_tree(root.oid) p
            ) AS member
            JOIN pg_locks l ON l.locktype = 'relation' AND l.relation = member.relid
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            WHERE n.nspname = ? AND root.relname = ? AND l.granted
                AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
            """;

    private TableWriters() {}

    /**
     * Those of these tables now, each by PostgreSQL's name of it, which no later transaction has.
     *
     * @throws io.lakehouse.platform.engine.Failure when the source does not answer
     */
    public static Set<String> of(DatabaseAddress source, Collection<TableDeclaration> tables) {
        return Sql.ask(source, connection -> {
            var writers = new HashSet<String>();
            for (var table : tables) {
                try (var statement = connection.prepareStatement(HOLDERS)) {
                    statement.setString(1, table.schema());
                    statement.setString(2, table.table());
                    var found = statement.executeQuery();
                    while (found.next()) {
                        writers.add(found.getString(1));
                    }
                }
            }
            return writers;
        });
    }
}
