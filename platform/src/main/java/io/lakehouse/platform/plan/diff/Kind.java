package io.lakehouse.platform.plan.diff;

/** What a pipeline consists of on the engines, in the order in which it is made; what is removed goes the other way. */
public enum Kind {
    /** A database in the platform's own PostgreSQL. */
    DATABASE("database", false, false),
    /** The tables that a setup file makes. */
    SOURCE_TABLES("source tables", false, false),
    /** What a table's updates and deletes carry of the row before. */
    REPLICA_IDENTITY("replica identity", false, false),
    /** The publication of the captured tables. */
    PUBLICATION("publication", false, false),
    /** A Kafka topic. A setting that nobody declared is a difference: it was made by hand. */
    TOPIC("topic", true, true),
    /** A Pinot schema. */
    PINOT_SCHEMA("pinot schema", false, false),
    /** A Pinot table with its rows. */
    PINOT_TABLE("pinot table", false, true),
    /** A Flink job. */
    FLINK_JOB("flink job", true, false),
    /** A Debezium connector. */
    CONNECTOR("connector", true, false),
    /** The replication slot, which the connector makes. That it lacks changes is a difference that nobody declares. */
    SLOT("replication slot", true, true),
    /** When SCD2 runs are made by themselves. The home remembers it, and no engine. */
    SCHEDULE("batch schedule", true, false),
    /** A declared view over the lake. The home remembers it; it is made again when a run changes what it asks. */
    GOLD_VIEW("gold view", true, false),
    /** A view over lake and tail. It is made again with runs when that is worth it. */
    HYBRID_VIEW("view", true, false);

    private final String label;
    private final boolean exact;
    private final boolean holdsData;

    Kind(String label, boolean exact, boolean holdsData) {
        this.label = label;
        this.exact = exact;
        this.holdsData = holdsData;
    }

    /** How people are told of it, {@code pinot table}. */
    public String label() {
        return label;
    }

    /** Whether a field that is there and was not asked for is a difference; engines fill in defaults of the others. */
    boolean isExact() {
        return exact;
    }

    /** Whether removing it loses what nobody can make again. */
    boolean holdsData() {
        return holdsData;
    }
}
