package io.lakehouse.lake.store;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.Table;

/** Files that are written and not committed. */
public final class WrittenFiles implements Serializable {
    private static final long serialVersionUID = 1L;
    private final ArrayList<DataFile> data = new ArrayList<>();
    private final ArrayList<DeleteFile> deletes = new ArrayList<>();
    private final HashSet<String> rowsDeletedFrom = new HashSet<>();

    WrittenFiles() {}

    WrittenFiles(List<DataFile> data, List<DeleteFile> deletes, Iterable<? extends CharSequence> rowsDeletedFrom) {
        this.data.addAll(data);
        this.deletes.addAll(deletes);
        rowsDeletedFrom.forEach(file -> this.rowsDeletedFrom.add(file.toString()));
    }

    WrittenFiles and(WrittenFiles other) {
        data.addAll(other.data);
        deletes.addAll(other.deletes);
        rowsDeletedFrom.addAll(other.rowsDeletedFrom);
        return this;
    }

    /** All of them. */
    public List<ContentFile<?>> all() {
        return Stream.<ContentFile<?>>concat(data.stream(), deletes.stream()).toList();
    }

    /** Locations of those with rows. */
    public Set<String> dataLocations() {
        return data.stream().map(DataFile::location).collect(Collectors.toSet());
    }

    /** Those with places of deleted rows. */
    List<DeleteFile> deletes() {
        return List.copyOf(deletes);
    }

    /**
     * Makes them part of a table instead of others with the same rows, in one snapshot.
     *
     * @param table the table as it was when the others were read
     * @throws org.apache.iceberg.exceptions.ValidationException when one of these has gone, or lost rows, since
     */
    void replace(Table table, List<? extends ContentFile<?>> others) {
        var rewrite =
                table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
        for (var other : others) {
            if (other instanceof DataFile file) {
                rewrite.deleteFile(file);
            } else if (other instanceof DeleteFile file) {
                rewrite.deleteFile(file);
            }
        }
        data.forEach(rewrite::addFile);
        deletes.forEach(rewrite::addFile);
        rewrite.commit();
    }

    /**
     * Makes them part of a table, all in one snapshot.
     *
     * @param table the table as it was when the rows were read that are deleted now
     * @throws org.apache.iceberg.exceptions.ValidationException when one of their files has gone since
     */
    public void commit(Table table) {
        var delta = table.newRowDelta();
        data.forEach(delta::addRows);
        deletes.forEach(delta::addDeletes);
        var read = table.currentSnapshot();
        if (read != null && !rowsDeletedFrom.isEmpty()) {
            delta.validateFromSnapshot(read.snapshotId())
                    .validateDataFilesExist(rowsDeletedFrom)
                    .validateDeletedFiles();
        }
        delta.commit();
    }
}
