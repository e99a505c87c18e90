package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.bronze.PortableShape;
import io.lakehouse.lake.bronze.Truncation;
import io.lakehouse.lake.version.ChainEdits;
import io.lakehouse.lake.version.KeyChange;
import io.lakehouse.lake.version.Placement;
import io.lakehouse.lake.version.Version;
import io.lakehouse.lake.version.VersionChain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Applies the SCD2 rules to one key: its changes and its stored versions give the {@link Outcome} rows. */
final class ChainStep implements CoGroupFunction<String, Row, Row, Row> {
    private static final long serialVersionUID = 1L;
    /** boolean: whether the run read the change as a new one, in the rows that a chain is built again from. */
    private static final String FRESH = "fresh";

    private final PortableShape shape;
    private final StructType stored;
    private final String runId;
    private final ArrayList<Truncation> truncations;
    private final String lastTruncation;
    private final boolean whole;
    private final boolean again;
    private transient volatile @Nullable VersionRow cells;

    private ChainStep(
            Target target, List<Truncation> truncations, String lastTruncation, boolean whole, boolean again) {
        this.shape = new PortableShape(target.table);
        this.stored = target.stored;
        this.runId = target.runId;
        this.truncations = new ArrayList<>(truncations);
        this.lastTruncation = lastTruncation;
        this.whole = whole;
        this.again = again;
    }

    /**
     * What the versions are made for.
     *
     * @param table the source table
     * @param stored all columns of its SCD2 table
     * @param runId identity of the run
     */
    record Target(TableShape table, StructType stored, String runId) {}

    /**
     * Extends chains of which only the versions are given that {@link StoredVersions#LAST} tells of; a key whose changes
     * do not all stand behind what it holds gives one row that says so. No change may be a truncation.
     *
     * @param lastTruncation order key of the last truncation that an earlier run applied; empty when there was none
     */
    static ChainStep extendingLast(Target target, String lastTruncation) {
        return new ChainStep(target, List.of(), lastTruncation, false, false);
    }

    /**
     * Extends whole chains by new changes, late ones among them; a key whose versions do not tell where these belong
     * gives one row that says from where on its changes are needed.
     *
     * @param truncations the truncations among the new changes
     * @param lastTruncation order key of the last truncation that an earlier run applied; empty when there was none
     */
    static ChainStep extending(Target target, List<Truncation> truncations, String lastTruncation) {
        return new ChainStep(target, truncations, lastTruncation, true, false);
    }

    /**
     * Builds chains again, from an order key on that their outcomes named before, or from one before it. All changes of
     * the keys from there on are given, and none before.
     *
     * @param truncations all truncations of the table from there on
     */
    static ChainStep rebuilding(Target target, List<Truncation> truncations) {
        return new ChainStep(target, truncations, "", true, true);
    }

    /**
     * The changes that {@link #rebuilding} takes: all of some keys from an order key on, and which are new.
     *
     * @param changes the new changes, late ones among them, perhaps with some from before the order key
     * @param history all changes from the order key on
     */
    static Dataset<Row> known(Dataset<Row> changes, Dataset<Row> history, String from) {
        return history.filter(functions.col(BronzeChanges.KEY_TEXT).isNotNull())
                .withColumn(FRESH, functions.lit(false))
                .unionByName(changes.filter(functions.col(Bronze.ORDER_KEY).geq(from))
                        .withColumn(FRESH, functions.lit(true)));
    }

    /** A key without changes, which is among the stored ones by accident, has no outcome. */
    @Override
    public Iterator<Row> call(String keyText, Iterator<Row> changeRows, Iterator<Row> storedRows) {
        if (!changeRows.hasNext() && truncations.isEmpty()) {
            return List.<Row>of().iterator();
        }
        var table = shape.shape();
        var cells = cells();
        var found = new HashMap<String, Row>();
        var stored = new ArrayList<Version>();
        storedRows.forEachRemaining(row -> {
            var version = cells.version(StoredVersions.stored(row));
            stored.add(version);
            found.put(version.eventId(), row);
        });
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

        var chain = again ? VersionChain.before(stored, changes) : new VersionChain(stored);
        var unseen = chain.unseen(changes);
        var unknown = 0L;
        if (chain.precedes(unseen, lastTruncation)) {
            for (var change : unseen) {
                if (chain.apply(change) && fresh.contains(change.eventId())) {
                    unknown++;
                }
            }
        } else if (again) {
            throw forgotten(table, keyText, chain);
        } else if (!whole) {
            return List.of(Outcome.late(keyText, null)).iterator();
        } else {
            var placement = Placement.of(stored, changes, lastTruncation);
            if (placement.isEmpty()) {
                return List.of(Outcome.late(keyText, chain.rebuiltFrom(unseen))).iterator();
            }
            chain = placement.get().chain();
            unknown = placement.get().unknown();
        }
        var edits = ChainEdits.between(stored, chain.versions());
        var rows = new ArrayList<Row>();
        try {
            edits.inserted().forEach(version -> rows.add(Outcome.insert(cells.of(version))));
        } catch (MalformedChangeException e) {
            throw new MalformedChangeException(table.qualifiedName() + ", key " + keyText + ": " + e.getMessage(), e);
        }
        for (var version : edits.changed()) {
            var before = found.get(version.eventId());
            rows.add(Outcome.change(before, cells.changed(StoredVersions.stored(before), version)));
        }
        edits.removed().forEach(version -> rows.add(Outcome.remove(found.get(version.eventId()))));
        rows.add(Outcome.key(keyText, seenAfterwards(edits, chain.versions()), edits.closed(), unknown));
        return rows.iterator();
    }

    /** Made once, whoever comes first: it is the same for each. */
    private VersionRow cells() {
        var known = cells;
        if (known == null) {
            known = new VersionRow(shape.shape(), stored, runId);
            cells = known;
        }
        return known;
    }

    /** How many of the key's versions the check finds: all, or the written ones and those that may be the last. */
    private long seenAfterwards(ChainEdits edits, List<Version> versions) {
        if (whole) {
            return versions.size();
        }
        var written = new HashSet<String>();
        edits.inserted().forEach(version -> written.add(version.eventId()));
        edits.changed().forEach(version -> written.add(version.eventId()));
        var seen = 0L;
        for (var version : versions) {
            if (version.current() || version.deleted() || written.contains(version.eventId())) {
                seen++;
            }
        }
        return seen;
    }

    /** A chain that is built from less than what made it would lose versions without a word. */
    private static IllegalStateException forgotten(TableShape table, String keyText, VersionChain chain) {
        var last = chain.versions().get(chain.versions().size() - 1);
        return new IllegalStateException(table.qualifiedName() + ", key " + keyText
                + ": a change came late that stands before " + last.lastOrderKey()
                + ", and bronze does not hold change "
                + last.eventId() + " any more, so that the versions of the key cannot be put in order; rebuild the"
                + " SCD2 table under another name, or raise bronze.retention before such changes are replayed");
    }
}
