package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.BronzeDeclaration;
import io.lakehouse.contract.declaration.PinotIndexes;
import io.lakehouse.contract.declaration.PinotSegment;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.RowCheck;
import io.lakehouse.contract.declaration.Scd2Declaration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the stores of a table. Each is {@code false} or {@code off}, a name, or fields. */
final class StoreReader {
    private static final List<String> OFF = List.of("false", "off", "no");
    private static final List<String> ON = List.of("true", "on", "yes");

    private StoreReader() {}

    static PinotTableDeclaration pinot(YamlNode table, String field, String usualName) {
        return table.field(field, section -> pinot(section, usualName), PinotTableDeclaration.on(usualName));
    }

    private static PinotTableDeclaration pinot(YamlNode section, String usualName) {
        if (section.isScalar()) {
            return section.build(() ->
                    new PinotTableDeclaration(isOn(section), name(section, usualName), PinotTableOptions.DEFAULTS));
        }
        section.only("enabled", "name", "indexes", "retention", "partitions", "replication", "segment");
        return section.build(
                () -> new PinotTableDeclaration(enabled(section), named(section, usualName), options(section)));
    }

    static Scd2Declaration scd2(YamlNode table, String usualName) {
        return table.field("lake", section -> scd2Fields(section, usualName), Scd2Declaration.on(usualName));
    }

    private static Scd2Declaration scd2Fields(YamlNode section, String usualName) {
        if (section.isScalar()) {
            return section.build(
                    () -> new Scd2Declaration(isOn(section), name(section, usualName), List.of(), List.of()));
        }
        section.only("enabled", "name", "track", "ignore", "checks");
        return section.build(() -> new Scd2Declaration(
                enabled(section),
                named(section, usualName),
                texts(section, "track"),
                texts(section, "ignore"),
                section.field("checks", list -> list.each(StoreReader::check), Optional.of(List.<RowCheck>of()))
                        .orElse(List.of())));
    }

    private static RowCheck check(YamlNode section) {
        section.only("name", "sql");
        return section.build(() -> new RowCheck(
                section.required("name", "the name of the check").text(),
                section.required("sql", "a condition over the SCD2 table's columns")
                        .text()));
    }

    static BronzeDeclaration bronze(YamlNode section) {
        section.only("partition", "retention");
        var usual = BronzeDeclaration.DEFAULT;
        return section.build(() -> new BronzeDeclaration(
                section.field("partition", node -> node.oneOf(BronzeDeclaration.Partition.class), usual.partition()),
                section.field("retention", YamlNode::duration, usual.retention())));
    }

    private static PinotTableOptions options(YamlNode section) {
        var usual = PinotTableOptions.DEFAULTS;
        return new PinotTableOptions(
                section.field("indexes", StoreReader::indexes, usual.indexes()),
                section.field("retention", YamlNode::duration, Duration.ZERO),
                section.field("partitions", YamlNode::integer, usual.partitions()),
                section.field("replication", YamlNode::integer, usual.replication()),
                section.field("segment", StoreReader::segment, usual.segment()));
    }

    private static PinotIndexes indexes(YamlNode section) {
        section.only("inverted", "range", "json", "bloom", "sorted", "star_tree");
        section.field("star_tree").ifPresent(node -> {
            throw node.failure("Pinot makes no star-tree index for a table with upserts, which current and history both"
                    + " are (history tells a redelivered change by it): take it out");
        });
        return new PinotIndexes(
                texts(section, "inverted"),
                texts(section, "range"),
                texts(section, "json"),
                texts(section, "bloom"),
                section.field("sorted", YamlNode::text, ""));
    }

    private static PinotSegment segment(YamlNode section) {
        section.only("rows", "size", "time");
        var usual = PinotSegment.DEFAULTS;
        return section.build(() -> new PinotSegment(
                section.field("rows", YamlNode::integer, section.field("size").isPresent() ? 0 : usual.rows()),
                section.field("size", YamlNode::bytes, usual.bytes()),
                section.field("time", YamlNode::duration, usual.time())));
    }

    private static boolean enabled(YamlNode section) {
        return section.field("enabled", YamlNode::flag, true);
    }

    private static String named(YamlNode section, String usualName) {
        return section.field("name", YamlNode::text, usualName);
    }

    private static boolean isOn(YamlNode scalar) {
        return !OFF.contains(scalar.text());
    }

    private static String name(YamlNode scalar, String usualName) {
        var text = scalar.text();
        return OFF.contains(text) || ON.contains(text) ? usualName : text;
    }

    private static List<String> texts(YamlNode section, String field) {
        return section.field(field, PipelineReader::texts, List.of());
    }
}
