package io.lakehouse.platform.query.live;

import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.query.TrinoSql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the lake holds of a pipeline now: columns and published positions. */
public final class LakeState {
    /** Column of a checkpoint table with the published positions. */
    public static final String POSITIONS = "raw_next_offsets";

    private static final String LAKE = "nessie";

    private final TrinoSql trino;
    private final String namespace;

    /** The state of the tables of a namespace. */
    public LakeState(TrinoSql trino, String namespace) {
        this.trino = trino;
        this.namespace = namespace;
    }

    /** The columns of those of these tables that are there: types as Trino writes them, by table and name. */
    public Map<String, Map<String, String>> columns(List<String> tables) {
        var columns = new HashMap<String, Map<String, String>>();
        if (tables.isEmpty()) {
            return columns;
        }
        ask("SELECT table_name, column_name, data_type FROM " + Sql.name(LAKE)
                        + ".information_schema.columns WHERE table_schema = "
                        + Sql.text(namespace) + " AND table_name IN ("
                        + tables.stream().map(Sql::text).collect(Collectors.joining(", ")) + ")")
                .rows()
                .forEach(row -> columns.computeIfAbsent(row.get(0), table -> new TreeMap<>())
                        .put(row.get(1), row.get(2)));
        return columns;
    }

    /**
     * The published positions in the raw topics: by {@code schema.table} and partition, the offset before which the lake
     * holds every change. Those of another epoch are left out: the topics may have been others.
     *
     * @param checkpoints name of the checkpoint table, which has the column {@link #POSITIONS}
     * @param epoch incarnation of the pipeline's replication slot
     */
    public Map<String, Map<Integer, Long>> positions(String checkpoints, String pipeline, long epoch) {
        var positions = new HashMap<String, Map<Integer, Long>>();
        ask("SELECT source_table, partition, next FROM (SELECT source_table, max_by(" + POSITIONS + ", published_at) AS"
                        + " offsets, max_by(last_order_key, published_at) AS order_key FROM "
                        + Sql.table(LAKE, namespace, checkpoints) + " WHERE pipeline = " + Sql.text(pipeline)
                        + " GROUP BY source_table) CROSS JOIN UNNEST(offsets) AS p(partition, next) WHERE substr(order_key, 1, 8) = "
                        + Sql.text(String.format("%08x", epoch)))
                .rows()
                .forEach(row -> positions
                        .computeIfAbsent(row.get(0), table -> new HashMap<>())
                        .put(Integer.valueOf(row.get(1)), Long.valueOf(row.get(2))));
        return positions;
    }

    private Answer ask(String sql) {
        try {
            return trino.run(sql);
        } catch (SQLException e) {
            throw new Failure("trino: " + e.getMessage(), e);
        }
    }
}
