package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableSimulation;
import io.lakehouse.contract.declaration.TableSimulation.ColumnSimulation;
import io.lakehouse.contract.declaration.ValueRule;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table that a simulation changes: what the declaration says of it, and what its catalogue does. */
final class SimulatedTable {
    /** Share of NULLs in a column that may hold them and of which nothing is declared. */
    private static final double USUAL_NULLS = 0.1;

    private final TableDeclaration declaration;
    private final TableName name;
    private final TableConstraints constraints;
    private final List<String> key;
    private final Place place;
    private final Set<String> referenced;
    private final List<ColumnGroup> groups;

    /**
     * A table.
     *
     * @param constraints what its rows keep; references to it only of tables that a simulation may change or must mind
     * @param key the columns that tell one row from another; empty when nothing does
     * @param place where it is declared
     */
    SimulatedTable(TableDeclaration declaration, TableConstraints constraints, List<String> key, Place place) {
        this.declaration = declaration;
        this.name = new TableName(declaration.schema(), declaration.table());
        this.constraints = constraints;
        this.key = List.copyOf(key);
        this.place = place;
        this.referenced = constraints.referencedColumns();
        requireKnownColumns();
        this.groups = ColumnGroup.of(this);
    }

    private void requireKnownColumns() {
        simulation().columns().forEach((column, declared) -> {
            var field = "simulate.columns." + column;
            var found = requireColumn(column, field);
            if (declared.nullShare() > 0 && !found.nullable()) {
                throw new Failure(place.at(field + ".nulls") + ": column \"" + column + "\" of " + name
                        + " is NOT NULL: leave nulls out");
            }
        });
        for (int i = 0; i < simulation().updated().size(); i++) {
            requireColumn(simulation().updated().get(i), "simulate.update[" + i + "]");
        }
        for (int i = 0; i < simulation().hotKeys().size(); i++) {
            if (simulation().hotKeys().get(i).size() != key.size()) {
                throw new Failure(place.at("simulate.hot.keys[" + i + "]") + ": expected the values of " + key);
            }
        }
    }

    private SimulatedColumn requireColumn(String column, String field) {
        return column(column)
                .orElseThrow(() -> new Failure(place.at(field) + ": column \"" + column + "\" is not in " + name + " ("
                        + String.join(
                                ", ",
                                constraints.columns().stream()
                                        .map(SimulatedColumn::name)
                                        .toList())
                        + ")"));
    }

    TableDeclaration declaration() {
        return declaration;
    }

    TableSimulation simulation() {
        return declaration.simulation();
    }

    TableName name() {
        return name;
    }

    TableConstraints constraints() {
        return constraints;
    }

    /** Where it is declared, for failures. */
    Place place() {
        return place;
    }

    /** The columns that tell one row from another; empty when nothing does, and rows can only be inserted. */
    List<String> key() {
        return key;
    }

    /** What an update may change together. */
    List<ColumnGroup> groups() {
        return groups;
    }

    Optional<SimulatedColumn> column(String column) {
        return constraints.columns().stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    /** The columns that are kept of a known row. */
    List<String> kept() {
        var kept = new LinkedHashSet<>(key);
        constraints.foreignKeys().forEach(foreignKey -> kept.addAll(foreignKey.columns()));
        kept.addAll(referenced);
        return List.copyOf(kept);
    }

    /** What is kept of a row with these values. */
    KnownRow known(Map<String, @Nullable String> row) {
        var values = new HashMap<String, @Nullable String>();
        kept().forEach(column -> values.put(column, row.get(column)));
        return new KnownRow(key.stream().map(row::get).map(String::valueOf).toList(), values);
    }

    /** Columns that the server's clock sets. */
    List<String> clockColumns(boolean onUpdate) {
        return simulation().columns().entrySet().stream()
                .filter(column ->
                        column.getValue().rule() instanceof ValueRule.Now now && (!onUpdate || now.onUpdate()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A column that an update may set to itself. */
    Optional<String> settable() {
        return constraints.columns().stream()
                .filter(column -> !column.isGenerated() && !column.isAlwaysIdentity())
                .map(SimulatedColumn::name)
                .findFirst();
    }

    /** Columns that an insert sets; those that the server fills in are left to it, unless a constraint is about them. */
    List<SimulatedColumn> inserted() {
        return constraints.columns().stream()
                .filter(column -> !column.isGenerated() && (key.contains(column.name()) || isInserted(column)))
                .toList();
    }

    private boolean isInserted(SimulatedColumn column) {
        var declared = simulation().columns().get(column.name());
        if (declared != null) {
            return !(declared.rule() instanceof ValueRule.Now);
        }
        return !column.hasDefault() || referenced.contains(column.name()) || !column.isNumbered() && isBound(column);
    }

    private boolean isBound(SimulatedColumn column) {
        var name = column.name();
        return constraints.foreignKeys().stream().anyMatch(key -> key.columns().contains(name))
                || constraints.checks().stream()
                        .anyMatch(check -> check.columns().contains(name))
                || constraints.partitions().stream().anyMatch(range -> range.containsKey(name))
                || !column.type().name().equals("uuid")
                        && constraints.uniques().stream()
                                .anyMatch(unique -> unique.columns().contains(name));
    }

    /** Whether an update may change a column, as far as the column itself is concerned. */
    boolean isUpdated(SimulatedColumn column) {
        if (key.contains(column.name())
                || column.isGenerated()
                || column.isNumbered()
                || referenced.contains(column.name())) {
            return false;
        }
        var rule = rule(column).rule();
        return simulation().updated().isEmpty()
                ? !(rule instanceof ValueRule.Now || rule instanceof ValueRule.Lookup)
                : simulation().updated().contains(column.name());
    }

    /** Whether a number that was never used makes a column's value: a sequence's, or the next of a sole key. */
    boolean isNumbered(SimulatedColumn column) {
        return rule(column).rule() instanceof ValueRule.ByType
                && column.type().isInteger()
                && (key.contains(column.name()) || referenced.contains(column.name()))
                && (column.isNumbered() || isFreeKey(column))
                && constraints.foreignKeys().stream()
                        .noneMatch(foreignKey -> foreignKey.columns().contains(column.name()));
    }

    /** A key of few numbers is drawn and asked for instead. */
    private boolean isFreeKey(SimulatedColumn column) {
        return key.equals(List.of(column.name()))
                && !column.type().name().equals("int2")
                && column.bounds().equals(Bounds.NONE);
    }

    /** Whether the values of a unique key are unlike all others by the way they are made. */
    boolean isUnlikeOthers(UniqueKey unique) {
        return unique.columns().stream()
                .flatMap(column -> column(column).stream())
                .anyMatch(column -> isNumbered(column)
                        || rule(column).rule() instanceof ValueRule.ByType
                                && column.type().name().equals("uuid")
                                && !column.type().isArray()
                                && constraints.foreignKeys().stream()
                                        .noneMatch(key -> key.columns().contains(column.name())));
    }

    ColumnSimulation rule(SimulatedColumn column) {
        var declared = simulation().columns().get(column.name());
        return declared == null
                ? new ColumnSimulation(
                        new ValueRule.ByType(), column.nullable() && !key.contains(column.name()) ? USUAL_NULLS : 0)
                : declared;
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
