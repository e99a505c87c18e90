package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.TableRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of the views of one table: every version of every row, and the current ones. The versions that the lake holds
 * come from the SCD2 table, what happened since then from the raw topic.
 *
 * <p>The two sides may overlap, so that neither a run that publishes while a query runs nor a view that was made before it
 * counts anything twice: what the lake has of a key is told by the key's order, not by the position. Each key is decided by
 * one reading of the topic, since two readings of one query end at different messages (docs/decisions/0071).
 */
public final class HybridView {
    private static final String LANE = "lane";
    private static final String MOMENT = "timestamp(6) with time zone";

    private final List<ColumnSql> columns;
    private final KeySql key;
    private final LakeSide lake;
    private final TailSql tail;

    /**
     * The SCD2 table.
     *
     * @param catalog catalogue of Trino
     * @param namespace its namespace
     * @param table its name
     * @param columns names of the columns that it has, in lower case; none when it was not made yet
     */
    public record LakeSide(String catalog, String namespace, String table, List<String> columns) {
        /** Keeps its own copy. */
        public LakeSide {
            columns = List.copyOf(columns);
        }
    }

    /**
     * The raw topic.
     *
     * @param pipeline the pipeline's name
     * @param topic name of the topic in Kafka
     * @param changes the topic as Trino names it, with the fields of {@link RawTopicTables}
     * @param bounds from where each of its partitions is read
     */
    public record TailSide(String pipeline, String topic, List<String> changes, List<TailBound> bounds) {
        /** Keeps its own copies. */
        public TailSide {
            changes = List.copyOf(changes);
            bounds = List.copyOf(bounds);
        }

        /** The topic of a route, in the catalogue of its pipeline. */
        public static TailSide of(String pipeline, TableRoute route, List<TailBound> bounds) {
            return new TailSide(
                    pipeline,
                    route.rawTopic(),
                    List.of(RawTopicTables.catalog(pipeline), RawTopicTables.CHANGES, RawTopicTables.table(route)),
                    bounds);
        }
    }

    /** The views of a table. */
    public HybridView(TableShape shape, LakeSide lake, TailSide tail) {
        this.columns = ColumnSql.of(shape);
        this.key = new KeySql(shape);
        this.lake = lake;
        this.tail = new TailSql(
                shape,
                new FrameSql(
                        shape,
                        tail.pipeline(),
                        tail.topic(),
                        Sql.table(tail.changes().toArray(String[]::new)),
                        tail.bounds()));
    }

    /** The query of every version of every row. */
    public String versions() {
        return query(false);
    }

    /** The query of the current versions. */
    public String now() {
        return query(true);
    }

    private String query(boolean isNow) {
        var merge = new MergeSql(columns, key, tail, isNow);
        return "WITH " + tail.expressions() + ",\nstored AS (" + stored() + "),\nlake AS (SELECT *, " + key.parts()
                + " FROM stored),\n" + merge.expressions() + "\nSELECT " + output() + " FROM (" + merge.rows() + ")"
                + (isNow ? " WHERE effective_end_ts IS NULL" : "");
    }

    private String output() {
        return columns.stream()
                        .map(column -> column.alias() + " AS " + column.name())
                        .collect(Collectors.joining(", "))
                + ", effective_start_ts, effective_end_ts, effective_end_ts IS NULL AS is_current, is_deleted, row_hash,"
                + " version_order_key, event_id, run_id, last_order_key, special_values, " + LANE;
    }

    /** The SCD2 table with the columns that the source has now. */
    private String stored() {
        var own = List.of(
                "effective_start_ts " + MOMENT,
                "effective_end_ts " + MOMENT,
                "is_current boolean",
                "is_deleted boolean",
                "row_hash varchar",
                "version_order_key varchar",
                "event_id varchar",
                "run_id varchar",
                "last_order_key varchar",
                "special_values varchar");
        var isThere = !lake.columns().isEmpty();
        var select = columns.stream()
                        .map(column -> "CAST(" + (has(column) ? column.name() : "NULL") + " AS " + column.type()
                                + ") AS " + column.alias())
                        .collect(Collectors.joining(", "))
                + own.stream()
                        .map(column -> {
                            var name = column.substring(0, column.indexOf(' '));
                            return isThere
                                    ? ", " + name
                                    : ", CAST(NULL AS " + column.substring(name.length() + 1) + ") AS " + name;
                        })
                        .collect(Collectors.joining());
        return "SELECT " + select
                + (isThere ? " FROM " + Sql.table(lake.catalog(), lake.namespace(), lake.table()) : " WHERE false");
    }

    private boolean has(ColumnSql column) {
        return lake.columns().stream().anyMatch(name -> column.name().equalsIgnoreCase(Sql.name(name)));
    }

    /**
     * Whether an SCD2 table is as it stays until its source's table changes: it has every column, each with its type.
     *
     * @param columns types as Trino writes them, by name
     */
    public static boolean isWhole(TableShape shape, Map<String, String> columns) {
        return ColumnSql.of(shape).stream().allMatch(column -> columns.entrySet().stream()
                .anyMatch(there -> column.name().equalsIgnoreCase(Sql.name(there.getKey()))
                        && column.type()
                                .replace(" ", "")
                                .equals(there.getValue().replace(" ", ""))));
    }

    /**
     * Why a table has no views; empty when it has. Two values of such a key can be one to the lake and two to SQL, or the
     * other way round, so that its versions would be put together wrongly. And a view cannot have two columns of one name.
     */
    public static Optional<String> refusal(TableShape shape) {
        return ofName(shape).or(() -> ofKey(shape));
    }

    private static Optional<String> ofName(TableShape shape) {
        return ColumnSql.of(shape).stream()
                .filter(column -> column.name().equalsIgnoreCase(Sql.name(LANE)))
                .findFirst()
                .map(column -> shape.qualifiedName() + " has no views over lake and tail: they have a column " + LANE
                        + " of their own beside its column " + column.name()
                        + "; columns.rename of the declaration gives that one another name");
    }

    private static Optional<String> ofKey(TableShape shape) {
        return shape.keyColumns().stream()
                .filter(column -> switch (column.type().name()) {
                    case REAL, DOUBLE, INTERVAL, TIMETZ, ARRAY -> true;
                    case NUMERIC -> new ColumnSql(column, 0).type().equals("varchar");
                    default -> false;
                })
                .findFirst()
                .map(column -> shape.qualifiedName() + " has no views over lake and tail: column \"" + column.name()
                        + "\" of its key is of type " + column.type() + ", whose values SQL does not tell apart as the"
                        + " lake does");
    }
}
