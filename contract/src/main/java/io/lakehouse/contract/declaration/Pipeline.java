package io.lakehouse.contract.declaration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * What a user declares: one source database, the tables to capture, and where they go.
 *
 * @param name its name, of which the names of slot, publication, topics and jobs are made
 * @param source the database
 * @param tables the tables, at least one
 * @param capture options of the connector beside the platform's
 * @param bronze how its bronze table is kept
 * @param lake where in the lake the SCD2 tables are
 * @param batch when SCD2 runs are made by themselves
 * @param gold the questions about its lake that are kept as views
 * @param simulation how {@code simulate} mixes its changes
 * @param enabled whether {@code up}, and every verb without a name, takes it; {@code apply NAME} takes it either way, and
 *     then it is kept until it is destroyed
 */
public record Pipeline(
        String name,
        Source source,
        List<TableDeclaration> tables,
        CaptureDeclaration capture,
        BronzeDeclaration bronze,
        LakeDeclaration lake,
        BatchDeclaration batch,
        List<GoldView> gold,
        SimulationDeclaration simulation,
        boolean enabled) {
    private static final String BRONZE = "bronze";

    /** Refuses a pipeline without tables, doubled tables, and stores or topics whose names meet. */
    public Pipeline {
        Names.pipeline("name", name);
        tables = List.copyOf(tables);
        gold = List.copyOf(gold);
        if (tables.isEmpty()) {
            throw new InvalidDeclarationException("tables", "expected at least one table");
        }
        var captured = new HashSet<List<String>>();
        var topics = new HashMap<String, String>();
        var pinot = new HashMap<String, String>();
        var silver = new HashMap<String, String>();
        silver.put(lake.checkpointTable(), "lake.checkpoint");
        if (lake.namespace().equals(BRONZE)) {
            throw new InvalidDeclarationException(
                    "lake.namespace", "\"" + BRONZE + "\" holds the bronze tables: name another namespace");
        }
        var views = new HashMap<String, String>();
        for (int i = 0; i < gold.size(); i++) {
            unique(views, gold.get(i).name(), "gold[" + i + "].name", "view");
        }
        for (int i = 0; i < tables.size(); i++) {
            var at = "tables[" + i + "]";
            var table = tables.get(i);
            if (!captured.add(List.of(table.schema(), table.table()))) {
                throw new InvalidDeclarationException(at, "table " + table.qualifiedName() + " stands twice");
            }
            // Kafka refuses a topic whose name is another's but for . and _, since they meet in its metrics.
            unique(topics, topicPart(table).replace('.', '_'), at + ".table", "topic");
            if (table.current().enabled()) {
                unique(pinot, lower(table.current()), at + ".current.name", "Pinot table");
            }
            if (table.history().enabled()) {
                unique(pinot, lower(table.history()), at + ".history.name", "Pinot table");
            }
            if (table.lake().enabled()) {
                unique(silver, lower(table.lake()), at + ".lake.name", "lake table");
            }
        }
    }

    /** A pipeline with only a name, a source and tables; everything else is as usual. */
    public static Pipeline of(String name, Source source, List<TableDeclaration> tables) {
        return new Pipeline(
                name,
                source,
                tables,
                CaptureDeclaration.DEFAULT,
                BronzeDeclaration.DEFAULT,
                LakeDeclaration.of(name),
                BatchDeclaration.DEFAULT,
                List.of(),
                SimulationDeclaration.DEFAULT,
                true);
    }

    /** The logical replication slot. */
    public String slot() {
        return "lakehouse_" + name;
    }

    /** The publication that holds exactly the declared tables. */
    public String publication() {
        return "lakehouse_" + name;
    }

    /** {@code <pipeline>.<schema>.<table>}: the topic of a table's raw changes, as Debezium spells it. */
    public String rawTopic(TableDeclaration table) {
        return name + "." + topicPart(table);
    }

    /** The topic of what cannot be read. */
    public String deadLetterTopic() {
        return name + ".dead-letters";
    }

    /** The compacted topic of the names of dead letters that were put back. */
    public String replayedTopic() {
        return name + ".dead-letters.replayed";
    }

    /** Debezium puts {@code _} for every UTF-16 unit that a topic's name cannot hold. */
    private static String topicPart(TableDeclaration table) {
        var part = new StringBuilder();
        (table.schema() + "." + table.table())
                .chars()
                .mapToObj(unit -> Character.toString(unit))
                .forEach(unit -> part.append(unit.matches("[A-Za-z0-9._-]") ? unit : "_"));
        return part.toString();
    }

    /** Query engines do not tell upper from lower case. */
    private static String lower(StoreDeclaration store) {
        return Names.folded(store.name());
    }

    private static void unique(HashMap<String, String> taken, String name, String path, String what) {
        var holder = taken.putIfAbsent(name, path);
        if (holder != null) {
            throw new InvalidDeclarationException(
                    path, what + " \"" + name + "\" is already that of " + holder + ": give one of them another name");
        }
    }
}
