package io.lakehouse.lake.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every file that a reader of some states of a table may open. */
final class LiveFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFiles.class);

    private final FileIO io;
    private final Set<String> files = new HashSet<>();
    private final Set<Long> snapshots = new HashSet<>();
    private final Set<String> whole = new HashSet<>();

    LiveFiles(FileIO io) {
        this.io = io;
    }

    /** What a metadata file names, with every snapshot in it. */
    void addHistory(String metadata) {
        if (whole.add(metadata)) {
            read(metadata, -1);
        }
    }

    /** What one snapshot in a metadata file needs. */
    void addState(String metadata, long snapshot) {
        if (!whole.contains(metadata)) {
            read(metadata, snapshot);
        }
    }

    /** Whether a file is one of them. */
    boolean contains(String location) {
        return files.contains(name(location));
    }

    /** A location without its scheme, which one and the same file is written with in several ways. */
    static String name(String location) {
        return location.replaceFirst("^[a-z0-9]+:/*", "").replaceFirst("^/+", "");
    }

    private void read(String location, long only) {
        TableMetadata metadata;
        try {
            metadata = TableMetadataParser.read(io, location);
        } catch (NotFoundException e) {
            // A branch of somebody that was made from a commit of long ago. What is gone cannot be kept.
            LOG.warn("metadata={} is gone, so that nothing more can be kept for it", location);
            return;
        }
        add(location);
        for (var snapshot : metadata.snapshots()) {
            if (snapshot.snapshotId() == only || snapshot.equals(metadata.currentSnapshot())) {
                add(snapshot, metadata.specsById());
            } else if (only < 0) {
                addIfThere(snapshot, metadata.specsById());
            }
        }
        metadata.statisticsFiles().stream()
                .filter(file -> only < 0 || file.snapshotId() == only)
                .map(StatisticsFile::path)
                .forEach(this::add);
        metadata.partitionStatisticsFiles().stream()
                .filter(file -> only < 0 || file.snapshotId() == only)
                .map(PartitionStatisticsFile::path)
                .forEach(this::add);
    }

    /** An earlier state of a branch that was made from a commit of long ago may have expired before the branch was made. */
    private void addIfThere(Snapshot snapshot, Map<Integer, PartitionSpec> specs) {
        try {
            add(snapshot, specs);
        } catch (NotFoundException e) {
            LOG.warn(
                    "snapshot={} is gone, so that nothing more can be kept for it: {}",
                    snapshot.snapshotId(),
                    e.getMessage());
        }
    }

    private void add(Snapshot snapshot, Map<Integer, PartitionSpec> specs) {
        if (!snapshots.add(snapshot.snapshotId())) {
            return;
        }
        add(snapshot.manifestListLocation());
        for (var manifest : snapshot.allManifests(io)) {
            if (files.add(name(manifest.path()))) {
                add(manifest, specs);
            }
        }
    }

    private void add(ManifestFile manifest, Map<Integer, PartitionSpec> specs) {
        try (var entries = manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, io, specs)
                : ManifestFiles.readDeleteManifest(manifest, io, specs)) {
            for (ContentFile<?> file : entries) {
                add(file.location());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read manifest " + manifest.path(), e);
        }
    }

    private void add(String location) {
        files.add(name(location));
    }
}
