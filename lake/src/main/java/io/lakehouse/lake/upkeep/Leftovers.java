package io.lakehouse.lake.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files below a table's folders that nothing names any more: those of expired snapshots, of runs and writers that
 * died, and of states that are out of reach.
 *
 * <p>The folders are listed first and what lives is asked for afterwards, so that what is committed meanwhile counts as
 * living. A file that is not committed yet is known by its age alone.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final String METADATA = ".metadata.json";

    private final FileIO io;
    private final List<FileInfo> old = new ArrayList<>();

    private Leftovers(FileIO io) {
        this.io = io;
    }

    /**
     * What was taken away.
     *
     * @param files how many
     * @param bytes their size
     */
    record Removed(long files, long bytes) {}

    /**
     * Lists what is old enough to be left over.
     *
     * @param folders the table's folders
     * @param settledMillis files since then are left alone, in ms since 1970-01-01T00:00:00Z
     * @param horizonMillis metadata files since then are left alone, likewise: the history of the catalogue names them,
     *     and what they name lives in what the table has now
     * @throws IllegalStateException when the store cannot be listed
     */
    static Leftovers list(FileIO io, Set<String> folders, long settledMillis, long horizonMillis) {
        if (!(io instanceof SupportsPrefixOperations store)) {
            throw new IllegalStateException(io.getClass().getName() + " cannot list the files of " + folders);
        }
        var found = new Leftovers(io);
        for (var folder : folders) {
            for (var file : store.listPrefix(folder.endsWith("/") ? folder : folder + "/")) {
                var youngest =
                        file.location().endsWith(METADATA) ? Math.min(settledMillis, horizonMillis) : settledMillis;
                if (file.createdAtMillis() < youngest) {
                    found.old.add(file);
                }
            }
        }
        return found;
    }

    /** Takes those away that do not live. One that cannot be is left for the next time. */
    Removed remove(LiveFiles live) {
        var dead = old.stream().filter(file -> !live.contains(file.location())).toList();
        var locations = dead.stream().map(FileInfo::location).toList();
        var failed = 0;
        if (io instanceof SupportsBulkOperations store) {
            try {
                store.deleteFiles(locations);
            } catch (BulkDeletionFailureException e) {
                failed = e.numberFailedObjects();
                LOG.warn("{} of {} files could not be removed and stay", failed, locations.size(), e);
            }
        } else {
            locations.forEach(io::deleteFile);
        }
        return new Removed(
                (long) dead.size() - failed,
                dead.stream().mapToLong(FileInfo::size).sum());
    }
}
