package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.bronze.PortableShape;
import io.lakehouse.lake.bronze.Truncation;
import io.lakehouse.lake.version.ChainEdits;
import io.lakehouse.lake.version.KeyChange;
import io.lakehouse.lake.version.Version;
import io.lakehouse.lake.version.VersionChain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Row;

/** Applies the SCD2 rules to one key: its changes and its stored versions give the {@link Outcome} rows. */
final class ChainStep implements CoGroupFunction<String, Row, Row, Row> {
    private static final long serialVersionUID = 1L;
    /** boolean: whether the run read the change as a new one, in the rows that a chain is built again from. */
    static final String FRESH = "fresh";

    private final PortableShape shape;
    private final String runId;
    private final ArrayList<Truncation> truncations;
    private final String lastTruncation;
    private final boolean again;

    private ChainStep(
            TableShape table, String runId, List<Truncation> truncations, String lastTruncation, boolean again) {
        this.shape = new PortableShape(table);
        this.runId = runId;
        this.truncations = new ArrayList<>(truncations);
        this.lastTruncation = lastTruncation;
        this.again = again;
    }

    /**
     * Extends the stored chains by new changes; a key whose changes are late gives one row that says so.
     *
     * @param truncations the truncations among the new changes
     * @param lastTruncation order key of the last truncation that an earlier run applied; empty when there was none
     */
    static ChainStep extending(TableShape table, String runId, List<Truncation> truncations, String lastTruncation) {
        return new ChainStep(table, runId, truncations, lastTruncation, false);
    }

    /**
     * Builds the chains again from all changes of their keys.
     *
     * @param truncations all truncations of the table
     */
    static ChainStep rebuilding(TableShape table, String runId, List<Truncation> truncations) {
        return new ChainStep(table, runId, truncations, "", true);
    }

    @Override
    public Iterator<Row> call(String keyText, Iterator<Row> changeRows, Iterator<Row> storedRows) {
        var table = shape.shape();
        var stored = new ArrayList<Version>();
        storedRows.forEachRemaining(row -> stored.add(StoredVersions.version(row)));
        var changes = new ArrayList<KeyChange>();
        Set<String> fresh = new HashSet<>();
        changeRows.forEachRemaining(row -> {
            var change = BronzeChanges.change(table, row);
            changes.add(change);
            if (!again || row.<Boolean>getAs(FRESH)) {
                fresh.add(change.eventId());
            }
        });
        truncations.forEach(truncation -> changes.add(truncation.toChange()));

        var chain = again ? new VersionChain() : new VersionChain(stored);
        var unseen = chain.unseen(changes);
        if (!again && !chain.precedes(unseen, lastTruncation)) {
            return List.of(Outcome.late(table, keyText)).iterator();
        }
        if (again) {
            requireWholeHistory(table, keyText, stored, changes);
        }
        var unknown = 0L;
        for (var change : unseen) {
            if (chain.apply(change) && fresh.contains(change.eventId())) {
                unknown++;
            }
        }
        return rows(table, keyText, stored, chain.versions(), unknown);
    }

    private Iterator<Row> rows(
            TableShape table, String keyText, List<Version> stored, List<Version> wanted, long unknown) {
        var edits = ChainEdits.between(stored, wanted);
        var rows = new ArrayList<Row>();
        try {
            edits.inserted().forEach(version -> rows.add(Outcome.version(table, Outcome.INSERT, version, runId)));
            edits.changed().forEach(version -> rows.add(Outcome.version(table, Outcome.CHANGE, version, runId)));
            edits.removed().forEach(version -> rows.add(Outcome.version(table, Outcome.REMOVE, version, runId)));
        } catch (MalformedChangeException e) {
            throw new MalformedChangeException(table.qualifiedName() + ", key " + keyText + ": " + e.getMessage(), e);
        }
        rows.add(Outcome.key(table, keyText, wanted.size(), edits.closed(), unknown));
        return rows.iterator();
    }

    /** A chain that is built from less than what made it would lose versions without a word. */
    private static void requireWholeHistory(
            TableShape table, String keyText, List<Version> stored, List<KeyChange> history) {
        var known = history.stream().map(KeyChange::eventId).collect(Collectors.toSet());
        for (var version : stored) {
            if (!known.contains(version.eventId())) {
                throw new IllegalStateException(table.qualifiedName() + ", key " + keyText
                        + ": a late change came, but bronze does not hold change " + version.eventId()
                        + " of this key any more, so that its versions cannot be put in order");
            }
        }
    }
}
