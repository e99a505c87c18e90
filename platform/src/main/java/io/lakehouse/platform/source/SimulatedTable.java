package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableSimulation;
import io.lakehouse.contract.declaration.TableSimulation.ColumnSimulation;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.declaration.ValueRule;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.CatalogueTable.CatalogueColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table that a simulation changes: what the declaration says of it, and what its catalogue does. */
final class SimulatedTable {
    /** Share of NULLs in a column that may hold them and of which nothing is declared. */
    private static final double USUAL_NULLS = 0.1;

    private final TableDeclaration declaration;
    private final CatalogueTable catalogue;
    private final List<String> key;
    private final KeyPool pool;
    private final KeyNumbers keys;

    SimulatedTable(
            TableDeclaration declaration,
            CatalogueTable catalogue,
            List<String> key,
            Place place,
            KeyPool pool,
            KeyNumbers keys) {
        this.declaration = declaration;
        this.catalogue = catalogue;
        this.key = List.copyOf(key);
        this.pool = pool;
        this.keys = keys;
        requireKnownColumns(place);
    }

    private void requireKnownColumns(Place place) {
        simulation().columns().forEach((name, column) -> {
            var field = "simulate.columns." + name;
            var found = requireColumn(name, field, place);
            if (column.nullShare() > 0 && !found.nullable()) {
                throw new Failure(place.at(field + ".nulls") + ": column \"" + name + "\" of "
                        + catalogue.qualifiedName() + " is NOT NULL: leave nulls out");
            }
        });
        for (int i = 0; i < simulation().updated().size(); i++) {
            requireColumn(simulation().updated().get(i), "simulate.update[" + i + "]", place);
        }
        for (int i = 0; i < simulation().hotKeys().size(); i++) {
            if (simulation().hotKeys().get(i).size() != key.size()) {
                throw new Failure(place.at("simulate.hot.keys[" + i + "]") + ": expected the values of " + key);
            }
        }
    }

    private CatalogueColumn requireColumn(String name, String field, Place place) {
        return catalogue
                .column(name)
                .orElseThrow(() -> new Failure(place.at(field) + ": column \"" + name + "\" is not in "
                        + catalogue.qualifiedName() + " (" + String.join(", ", catalogue.columnNames()) + ")"));
    }

    TableDeclaration declaration() {
        return declaration;
    }

    /** The columns that tell one row from another; empty when nothing does, and rows can only be inserted. */
    List<String> key() {
        return key;
    }

    KeyPool pool() {
        return pool;
    }

    /** Its name as SQL takes it. */
    String sqlName() {
        return Sql.quoted(catalogue.schema(), catalogue.table());
    }

    /** Columns that the server's clock sets. */
    List<String> clockColumns(boolean onUpdate) {
        return simulation().columns().entrySet().stream()
                .filter(column ->
                        column.getValue().rule() instanceof ValueRule.Now now && (!onUpdate || now.onUpdate()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Values of a new row; columns that the server fills in are left out, but for the key. */
    Map<String, @Nullable String> newRow(ValueMaker maker) throws SQLException, InterruptedException {
        var made = new LinkedHashMap<String, @Nullable String>();
        for (var name : key) {
            made.put(name, keyValue(catalogue.column(name).orElseThrow(), maker));
        }
        return filled(made, maker);
    }

    /** Values of a new row with this key. */
    Map<String, @Nullable String> newRow(List<String> keyValues, ValueMaker maker) {
        var made = new LinkedHashMap<String, @Nullable String>();
        for (int i = 0; i < key.size(); i++) {
            made.put(key.get(i), keyValues.get(i));
        }
        return filled(made, maker);
    }

    private Map<String, @Nullable String> filled(Map<String, @Nullable String> made, ValueMaker maker) {
        addValues(catalogue.columns().stream().filter(this::isMade).toList(), maker, made);
        return made;
    }

    private String keyValue(CatalogueColumn column, ValueMaker maker) throws SQLException, InterruptedException {
        var rule = rule(column).rule();
        return rule instanceof ValueRule.ByType && isInteger(column)
                ? keys.next(column.name())
                : String.valueOf(maker.value(rule, column, Map.of()));
    }

    private boolean isMade(CatalogueColumn column) {
        var declared = simulation().columns().get(column.name());
        return !key.contains(column.name())
                && (declared == null
                        ? !column.isGenerated() && !column.hasDefault()
                        : !(declared.rule() instanceof ValueRule.Now));
    }

    /** New values of one to three columns that updates may change, and of those that are looked up by them. */
    Map<String, @Nullable String> changedValues(ValueMaker maker, java.util.Random random) {
        var candidates = new ArrayList<>(
                catalogue.columns().stream().filter(this::isUpdated).toList());
        var chosen = new ArrayList<CatalogueColumn>();
        var count = candidates.isEmpty() ? 0 : 1 + random.nextInt(Math.min(3, candidates.size()));
        for (int i = 0; i < count; i++) {
            chosen.add(candidates.remove(random.nextInt(candidates.size())));
        }
        catalogue.columns().stream()
                .filter(column -> rule(column).rule() instanceof ValueRule.Lookup lookup
                        && chosen.stream().anyMatch(base -> base.name().equals(lookup.column())))
                .forEach(chosen::add);
        var made = new LinkedHashMap<String, @Nullable String>();
        addValues(chosen, maker, made);
        return made;
    }

    private boolean isUpdated(CatalogueColumn column) {
        if (key.contains(column.name()) || column.isGenerated() || column.isAlwaysIdentity()) {
            return false;
        }
        var rule = rule(column).rule();
        return simulation().updated().isEmpty()
                ? !(rule instanceof ValueRule.Now || rule instanceof ValueRule.Lookup)
                : simulation().updated().contains(column.name());
    }

    /** Looked-up values come last, since they need the others. */
    private void addValues(List<CatalogueColumn> columns, ValueMaker maker, Map<String, @Nullable String> made) {
        for (var isLookup : new boolean[] {false, true}) {
            for (var column : columns) {
                var declared = rule(column);
                if (declared.rule() instanceof ValueRule.Lookup == isLookup) {
                    made.put(
                            column.name(),
                            maker.happens(declared.nullShare()) ? null : maker.value(declared.rule(), column, made));
                }
            }
        }
    }

    private static boolean isInteger(CatalogueColumn column) {
        var type = column.type().orElseThrow().name();
        return type == TypeName.SMALLINT || type == TypeName.INTEGER || type == TypeName.BIGINT;
    }

    private ColumnSimulation rule(CatalogueColumn column) {
        var declared = simulation().columns().get(column.name());
        return declared == null
                ? new ColumnSimulation(
                        new ValueRule.ByType(), column.nullable() && !key.contains(column.name()) ? USUAL_NULLS : 0)
                : declared;
    }

    private TableSimulation simulation() {
        return declaration.simulation();
    }
}
