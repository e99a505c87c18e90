package io.lakehouse.lake.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.iceberg.util.SortedMerge;

/**
 * Joins the small files that runs leave, so that a scan opens few of them however many runs there were. Of each partition
 * the smallest files become one as long as none of them is larger than those before it together: a row is written again
 * as often as what is small has doubled since, and as many files are left as a number has binary digits. What is large
 * already is left to upkeep.
 *
 * @see <a href="../../../../../../../../docs/decisions/0155-runs-join-the-small-files-of-runs.md">decision 155</a>
 */
public final class SmallFiles {
    /** So many commits are waited for, and so many files at least make one. */
    static final int FEWEST = 8;
    /** Bytes of files that become one at most, which bounds what a run pays for those before it. */
    private static final long MOST_BYTES = 8L << 20;
    /** Rows likewise, and places of deleted rows: both can be packed very well. */
    private static final long MOST_ROWS = 200_000;
    /** Files below this cost a reader the same. */
    private static final long TINY = 64L << 10;

    private final Table table;
    private final long mostBytes;

    private SmallFiles(Table table) {
        this.table = table;
        this.mostBytes = Math.min(
                MOST_BYTES,
                PropertyUtil.propertyAsLong(
                        table.properties(), TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, MOST_BYTES));
    }

    /**
     * Joins what is small, in one commit, if there were enough commits since files were put in order last.
     *
     * @param traffic counts what is read and written
     * @throws IllegalStateException when the new files do not hold the rows of the old ones; the commit stands then, and
     *     its branch must not be published
     */
    public static void join(Table table, Traffic traffic) {
        if (isDue(table)) {
            new SmallFiles(table).join(traffic);
        }
    }

    /** Asks the snapshots, which are in memory: most runs need not plan a scan for it. */
    private static boolean isDue(Table table) {
        var commits = 0;
        for (var snapshot : SnapshotUtil.currentAncestors(table)) {
            if (snapshot.operation().equals(DataOperations.REPLACE)) {
                return false;
            }
            if (++commits == FEWEST) {
                return true;
            }
        }
        return false;
    }

    private void join(Traffic traffic) {
        var tasks = PlannedScan.plan(table.newScan());
        var rows = groups(tasks, FileScanTask::file);
        var moved = rows.stream().flatMap(List::stream).collect(Collectors.toSet());
        var kept = tasks.stream().filter(task -> !moved.contains(task)).toList();
        var places = groups(deletes(tasks), Function.identity());
        var old = Stream.<ContentFile<?>>concat(
                        moved.stream().map(FileScanTask::file), places.stream().flatMap(List::stream))
                .toList();
        if (old.isEmpty()) {
            return;
        }
        var before = new Digest();
        var parts = new ArrayList<Consumer<EditWriter>>();
        rows.forEach(group -> parts.add(writer -> eachRow(group, row -> {
            count(before, row);
            writer.add(row);
        })));
        places.forEach(group -> parts.add(writer -> eachPlace(kept, group, (file, position) -> {
            before.place(file, position);
            writer.delete(file, position);
        })));
        var homes = new LinkedHashMap<String, EditWriter.Home>();
        kept.forEach(task -> homes.put(task.file().location(), EditWriter.Home.of(task.file())));
        var written = EditWriter.inParts(table, homes, parts);
        written.replace(table, old);
        traffic.read(table.name(), old);
        traffic.written(table.name(), written.all());
        require(written, before);
        traffic.read(table.name(), written.all());
    }

    /** Reads the new files back, as the table has them now. */
    private void require(WrittenFiles written, Digest before) {
        var tasks = PlannedScan.plan(table.newScan());
        var files = written.dataLocations();
        var after = new Digest();
        eachRow(
                tasks.stream()
                        .filter(task -> files.contains(task.file().location()))
                        .toList(),
                row -> count(after, row));
        eachPlace(tasks, written.deletes(), after::place);
        if (!after.toString().equals(before.toString())) {
            throw new IllegalStateException(
                    table.name() + ": joining its small files gave other rows: rows and places of"
                            + " deleted rows were " + before + ", are " + after);
        }
    }

    private void count(Digest digest, Record row) {
        digest.row(row, table.schema().columns().size());
    }

    /** Files of each partition that are to become one. */
    private <T> List<List<T>> groups(Collection<T> all, Function<T, ? extends ContentFile<?>> file) {
        var partitions = new TreeMap<String, List<T>>();
        for (var one : all) {
            var of = file.apply(one);
            if (of.specId() == table.spec().specId() && of.fileSizeInBytes() <= mostBytes) {
                partitions
                        .computeIfAbsent(table.spec().partitionToPath(of.partition()), path -> new ArrayList<>())
                        .add(one);
            }
        }
        return partitions.values().stream()
                .map(group -> smallest(group, file))
                .filter(group -> group.size() >= FEWEST)
                .toList();
    }

    private <T> List<T> smallest(List<T> group, Function<T, ? extends ContentFile<?>> file) {
        var bytes = 0L;
        var rows = 0L;
        var chosen = new ArrayList<T>();
        group.sort(Comparator.comparing(one -> file.apply(one).fileSizeInBytes()));
        for (var one : group) {
            var size = Math.max(TINY, file.apply(one).fileSizeInBytes());
            var count = file.apply(one).recordCount();
            if (!chosen.isEmpty() && size > bytes || bytes + size > mostBytes || rows + count > MOST_ROWS) {
                break;
            }
            bytes += size;
            rows += count;
            chosen.add(one);
        }
        return chosen;
    }

    private static Collection<DeleteFile> deletes(List<FileScanTask> tasks) {
        var deletes = new LinkedHashMap<String, DeleteFile>();
        tasks.stream()
                .flatMap(task -> task.deletes().stream())
                // Runs write no others, but whoever else may write to the table could.
                .filter(delete ->
                        delete.content() == FileContent.POSITION_DELETES && delete.format() == FileFormat.PARQUET)
                .forEach(delete -> deletes.put(delete.location(), delete));
        return deletes.values();
    }

    /** The rows that are left in some files, in the table's order. */
    private void eachRow(List<FileScanTask> tasks, Consumer<Record> action) {
        var readers = tasks.stream()
                .map(task -> FileRecords.open(table, task, table.schema()))
                .toList();
        try (var merged = table.sortOrder().isSorted()
                ? new SortedMerge<>(InOrder.of(table), readers)
                : CloseableIterable.concat(readers)) {
            merged.forEach(action);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The places in some files that some files of deletes are about: those of files that are gone are left out. */
    private void eachPlace(List<FileScanTask> tasks, Collection<DeleteFile> deletes, ObjLongConsumer<String> action) {
        var loader = new EachOnce(table);
        var wanted = deletes.stream().map(DeleteFile::location).collect(Collectors.toSet());
        for (var task : tasks) {
            var about = task.deletes().stream()
                    .filter(delete -> wanted.contains(delete.location()))
                    .toList();
            if (!about.isEmpty()) {
                var file = task.file().location();
                loader.loadPositionDeletes(about, file).forEach(position -> action.accept(file, position));
            }
        }
    }
}
