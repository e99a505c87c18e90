package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.bronze.BronzeHistory;
import io.lakehouse.lake.bronze.BronzeInput;
import io.lakehouse.lake.bronze.TableChanges;
import io.lakehouse.lake.bronze.Truncation;
import io.lakehouse.lake.store.Phases;
import io.lakehouse.lake.store.RowEdits;
import io.lakehouse.lake.store.Traffic;
import io.lakehouse.lake.store.WrittenFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SCD2 table in a run: takes the new changes of its source table in.
 *
 * <p>Of the stored versions a run looks at the last one of each key that it touches. Only for a key of which that is not
 * enough, since a change belongs before it, all its versions are read, and only if they are not enough either, its
 * changes, from the version on within which the late one belongs.
 */
public final class SilverTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SilverTable.class);
    private static final long ROWS_OF_A_TASK = 100_000;

    private final SparkSession spark;
    private final TableShape table;
    private final Table iceberg;
    private final StoredVersions versions;
    private final SilverAudit audit;
    private final ChainStep.Target target;
    private final RowChecks checks;
    private final Traffic traffic;
    private final Phases phases;
    private final VersionReads reads;
    private final List<Runnable> kept = new ArrayList<>();

    /**
     * The SCD2 table of a route.
     *
     * @param iceberg the SCD2 table
     * @param identifier the same table as SQL names it, catalogue and all
     * @param runId identity of the run
     * @param traffic counts what is read and written
     * @param phases times reading, writing and checking
     */
    public SilverTable(
            SparkSession spark,
            TableRoute route,
            Table iceberg,
            String identifier,
            String runId,
            Traffic traffic,
            Phases phases) {
        this.spark = spark;
        this.table = route.shape();
        this.iceberg = iceberg;
        this.reads = new VersionReads(iceberg, traffic);
        this.versions = new StoredVersions(spark, table, identifier);
        this.audit = new SilverAudit(iceberg, identifier, versions, traffic);
        this.target = new ChainStep.Target(table, SparkSchemaUtil.convert(iceberg.schema()), runId);
        this.checks = new RowChecks(route.checks());
        this.traffic = traffic;
        this.phases = phases;
    }

    /**
     * Refuses a table that cannot have versions, and a check that is no condition over its columns.
     *
     * @throws IllegalArgumentException which names the table and what is wrong
     */
    public static void require(SparkSession spark, TableRoute route) {
        SilverSchema.of(route.shape());
        RowChecks.require(spark, route);
    }

    /**
     * Merges changes into the table and checks the result.
     *
     * @param changes the new changes
     * @param read what they come to
     * @param lastTruncation order key of the last truncation that an earlier run applied; empty when there was none
     * @param history all changes of this table from an order key on, up to the end of what the run reads; asked for only
     *     when a late change makes it necessary
     * @throws AuditException when the result does not hold what must hold of it
     */
    public Merged merge(
            TableChanges changes,
            BronzeInput.Totals read,
            String lastTruncation,
            Function<String, BronzeHistory.Found> history) {
        if (!read.truncates()) {
            var few = changes.here().flatMap(here -> new FewChanges(
                            spark, table, iceberg, reads, versions, target, lastTruncation, here.left())
                    .take(here.rows(), history));
            if (few.isPresent()) {
                return finish(few.get());
            }
        }
        LOG.info("taken in by Spark's tasks table={} changes={}", table.qualifiedName(), read.rows());
        return spread(changes.rows(), read, lastTruncation, history);
    }

    /** Has Spark's tasks follow the rules. */
    private Merged spread(
            Dataset<Row> changes,
            BronzeInput.Totals read,
            String lastTruncation,
            Function<String, BronzeHistory.Found> history) {
        var truncations = read.truncates() ? BronzeChanges.truncations(changes) : List.<Truncation>of();
        var keyed = changes.filter(col(BronzeChanges.KEY_TEXT).isNotNull());
        // A truncation touches every key, and whether it is news for one only all its versions tell.
        var touched = truncations.isEmpty() ? touched(keyed, read.rows()) : TouchedKeys.all();
        var first = truncations.isEmpty()
                ? step(keyed, last(touched), ChainStep.extendingLast(target, lastTruncation))
                : step(keyed, whole(touched), ChainStep.extending(target, truncations, lastTruncation));
        var outcomes = new ArrayList<>(List.of(first));
        var deep = first.late() == 0 || !truncations.isEmpty() ? first : deeper(first, keyed, lastTruncation);
        if (deep != first) {
            outcomes.add(deep);
        }
        if (deep.late() > 0) {
            outcomes.add(rebuild(deep, keyed, history.apply(deep.from()).changes()));
        }
        phases.ended("versions");
        var written = write(outcomes);
        phases.ended("write");
        if (truncations.isEmpty()) {
            audit.last(
                    touched,
                    written,
                    first.late() > 0 ? Optional.of(first.lateKeys()) : Optional.empty(),
                    first.versions());
        }
        var others = outcomes.subList(truncations.isEmpty() ? 1 : 0, outcomes.size());
        if (!others.isEmpty()) {
            audit.whole(
                    truncations.isEmpty() ? touched(first.lateKeys(), first.late()) : TouchedKeys.all(),
                    others.stream().mapToLong(Step::versions).sum());
        }
        audit.holds(touched, checks, List.of(target.stored().fieldNames()));
        phases.ended("check");
        return new Merged(
                outcomes.stream().mapToLong(Step::inserted).sum(),
                outcomes.stream().mapToLong(Step::closed).sum(),
                outcomes.stream().mapToLong(Step::unknown).sum(),
                deep.late());
    }

    /** Writes and checks what was found in this JVM without going back to Spark. */
    private Merged finish(FewChanges.Taken taken) {
        phases.ended("versions");
        var before = Optional.ofNullable(iceberg.currentSnapshot());
        var written = RowEdits.writeHere(iceberg, taken.all().edits(), reads.files());
        if (!written.all().isEmpty()) {
            commit(written);
        }
        phases.ended("write");
        audit.here(taken, before, written);
        audit.holds(taken.touched(), checks, List.of(target.stored().fieldNames()));
        phases.ended("check");
        return taken.merged();
    }

    @Override
    public void close() {
        kept.forEach(Runnable::run);
        reads.close();
    }

    private TouchedKeys touched(Dataset<Row> rows, long most) {
        var keys = TouchedKeys.of(spark, table, rows, most);
        kept.add(keys::forget);
        return keys;
    }

    private Dataset<Row> last(TouchedKeys keys) {
        return versions.candidates(reads.last(keys), keys, StoredVersions.last());
    }

    private Dataset<Row> whole(TouchedKeys keys) {
        return versions.rows(reads.whole(keys), keys, lit(true));
    }

    private Step deeper(Step first, Dataset<Row> keyed, String lastTruncation) {
        var keys = touched(first.lateKeys(), first.late());
        return step(keys.of(keyed), whole(keys), ChainStep.extending(target, List.of(), lastTruncation));
    }

    private Step rebuild(Step deep, Dataset<Row> changes, Dataset<Row> history) {
        var keys = touched(deep.lateKeys(), deep.late());
        return step(
                keys.of(ChainStep.known(changes, history, deep.from())),
                whole(keys),
                ChainStep.rebuilding(target, BronzeChanges.truncations(history)));
    }

    private Step step(Dataset<Row> changes, Dataset<Row> stored, ChainStep step) {
        var done = Step.spread(changes, stored, step, Outcome.schema(target.stored()));
        kept.add(done.rows()::unpersist);
        return done;
    }

    /** Writes all edits, in one commit; sorted by key, so that what a file holds is a small piece of the keys. */
    private Set<String> write(List<Step> outcomes) {
        var edits = outcomes.stream().mapToLong(Step::edits).sum();
        if (edits == 0) {
            return Set.of();
        }
        var rows = outcomes.stream()
                .map(Step::rows)
                .reduce(Dataset::unionByName)
                .orElseThrow()
                .filter(Step.isEdit());
        var order = table.key().stream()
                .map(column -> col(Outcome.ROW + "." + Sql.quoted(column)))
                .toArray(Column[]::new);
        var tasks = (int) ((edits + ROWS_OF_A_TASK - 1) / ROWS_OF_A_TASK);
        var sorted = (tasks == 1 ? rows.coalesce(1) : rows.repartitionByRange(tasks, order))
                .sortWithinPartitions(order)
                .select(
                        col(Outcome.FILE),
                        col(Outcome.POSITION),
                        col(Outcome.KIND).notEqual(Outcome.REMOVE),
                        col(Outcome.ROW));
        var written = RowEdits.write(iceberg, sorted, reads.files());
        commit(written);
        return written.dataLocations();
    }

    private void commit(WrittenFiles written) {
        written.commit(iceberg);
        traffic.written(iceberg.name(), written.all());
    }
}
