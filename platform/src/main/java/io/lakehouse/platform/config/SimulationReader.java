package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.contract.declaration.SimulationDeclaration.Mix;
import io.lakehouse.contract.declaration.SimulationDeclaration.Variety;
import io.lakehouse.contract.declaration.TableSimulation;
import io.lakehouse.contract.declaration.TableSimulation.ColumnSimulation;
import io.lakehouse.contract.declaration.ValueRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how {@code simulate} changes a pipeline's tables. */
final class SimulationReader {
    private static final List<String> RULES = List.of("choice", "range", "pattern", "lookup", "now");

    private SimulationReader() {}

    static SimulationDeclaration mix(YamlNode section) {
        section.only(
                "seed",
                "rate",
                "mix",
                "several",
                "wide",
                "rollback",
                "savepoint",
                "key-update",
                "no-op",
                "reinsert",
                "zipf");
        var usual = SimulationDeclaration.DEFAULT;
        var several = section.field("several").map(node -> node.only("share", "statements"));
        return section.build(() -> new SimulationDeclaration(
                section.field("seed", YamlNode::whole, usual.seed()),
                section.field("rate", YamlNode::number, usual.rate()),
                section.field("mix", SimulationReader::weights, usual.mix()),
                several.flatMap(node -> node.field("share"))
                        .map(YamlNode::number)
                        .orElse(usual.severalShare()),
                several.flatMap(node -> node.field("statements"))
                        .map(SimulationReader::count)
                        .orElse(usual.severalStatements()),
                variety(section)));
    }

    private static Variety variety(YamlNode section) {
        var usual = Variety.DEFAULT;
        var wide = section.field("wide").map(node -> node.only("share", "statements"));
        return new Variety(
                wide.flatMap(node -> node.field("share")).map(YamlNode::number).orElse(usual.wideShare()),
                wide.flatMap(node -> node.field("statements"))
                        .map(SimulationReader::count)
                        .orElse(usual.wideStatements()),
                number(section, "rollback", usual.rollbackShare()),
                number(section, "savepoint", usual.savepointShare()),
                number(section, "key-update", usual.keyShare()),
                number(section, "no-op", usual.noOpShare()),
                number(section, "reinsert", usual.reinsertShare()),
                number(section, "zipf", usual.zipf()));
    }

    private static double number(YamlNode section, String field, double usual) {
        return section.field(field, YamlNode::number, usual);
    }

    /** A whole number; what is too large for one of the records is refused there. */
    private static int count(YamlNode node) {
        return (int) Math.max(Math.min(node.whole(), Integer.MAX_VALUE), Integer.MIN_VALUE);
    }

    private static Mix weights(YamlNode section) {
        section.only("insert", "update", "delete");
        return new Mix(weight(section, "insert"), weight(section, "update"), weight(section, "delete"));
    }

    private static double weight(YamlNode section, String field) {
        return number(section, field, 0);
    }

    static TableSimulation table(YamlNode section) {
        section.only("update", "hot", "weight", "columns");
        var hot = section.field("hot").map(node -> node.only("keys", "share"));
        var columns = new LinkedHashMap<String, ColumnSimulation>();
        section.field("columns", YamlNode::entries, Map.<String, YamlNode>of())
                .forEach((name, node) ->
                        section.attempt(() -> column(node)).ifPresent(column -> columns.put(name, column)));
        return section.build(() -> new TableSimulation(
                columns,
                section.field("update", PipelineReader::texts, List.of()),
                hot.flatMap(node -> node.field("keys"))
                        .map(SimulationReader::keys)
                        .orElse(List.of()),
                hot.flatMap(node -> node.field("share")).map(YamlNode::number).orElse(0.0),
                section.field("weight", SimulationReader::count, 1)));
    }

    /** A key of several columns is a list of its texts. */
    private static List<List<String>> keys(YamlNode list) {
        return list.items().stream()
                .map(key -> key.isList() ? PipelineReader.texts(key) : List.of(key.text()))
                .toList();
    }

    private static ColumnSimulation column(YamlNode section) {
        section.only("choice", "range", "pattern", "lookup", "now", "nulls");
        var declared =
                RULES.stream().filter(rule -> section.field(rule).isPresent()).toList();
        if (declared.size() > 1) {
            throw section.failure("expected one of " + RULES + ", found " + declared);
        }
        return section.build(() -> new ColumnSimulation(
                declared.isEmpty() ? new ValueRule.ByType() : rule(declared.get(0), section),
                section.field("nulls", YamlNode::number, 0.0)));
    }

    private static ValueRule rule(String name, YamlNode section) {
        var node = section.required(name, name);
        return switch (name) {
            case "choice" -> choice(node);
            case "range" -> range(node);
            case "pattern" -> new ValueRule.Pattern(node.text());
            case "lookup" -> lookup(node);
            default -> now(node);
        };
    }

    private static ValueRule choice(YamlNode node) {
        var weights = new LinkedHashMap<String, Double>();
        if (node.isList()) {
            node.items().forEach(item -> weights.put(item.text(), 1.0));
        } else {
            node.entries().forEach((value, weight) -> weights.put(value, weight.number()));
        }
        return new ValueRule.Choice(weights);
    }

    private static ValueRule range(YamlNode node) {
        var bounds = node.items();
        if (bounds.size() != 2) {
            throw node.failure("expected [least, most], found " + bounds.size() + " values");
        }
        return new ValueRule.Range(bounds.get(0).decimal(), bounds.get(1).decimal());
    }

    private static ValueRule lookup(YamlNode node) {
        node.only("column", "values");
        var values = new LinkedHashMap<String, String>();
        node.required("values", "values by the other column's")
                .entries()
                .forEach((key, value) -> values.put(key, value.text()));
        return new ValueRule.Lookup(node.required("column", "another column").text(), values);
    }

    private static ValueRule now(YamlNode node) {
        return Optional.of(node.text())
                .filter(text -> text.equals("insert") || text.equals("always"))
                .map(text -> new ValueRule.Now(text.equals("always")))
                .orElseThrow(() -> node.failure("expected insert (set once) or always (updates set it, too)"));
    }
}
