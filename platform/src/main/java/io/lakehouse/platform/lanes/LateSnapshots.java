package io.lakehouse.platform.lanes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.capture.SnapshotConnector;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The late snapshots of a pipeline as its home remembers them, so that one which breaks off is taken up again. */
record LateSnapshots(Home home, String pipeline) {
    private static final TypeReference<List<LateSnapshot>> LIST = new TypeReference<>() {};

    /** Those that are under way; empty when all rows have been read. */
    List<LateSnapshot> all() {
        var file = file();
        try {
            return Files.exists(file) ? JsonRest.JSON.readValue(Files.readString(file), LIST) : List.of();
        } catch (IOException e) {
            throw new Failure(
                    "cannot read which tables of pipeline " + pipeline + " are being read in " + file + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Whether every row of every table is in Kafka. */
    boolean areRead() {
        return all().stream().allMatch(snapshot -> snapshot.is(LateSnapshot.Phase.READ));
    }

    void save(List<LateSnapshot> snapshots) {
        try {
            if (snapshots.isEmpty()) {
                Files.deleteIfExists(file());
            } else {
                ConfigurationFile.write(file(), JsonRest.JSON.writeValueAsString(snapshots));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot is made of texts", e);
        } catch (IOException e) {
            throw new Failure("cannot forget the tables that were read, in " + file() + ": " + e.getMessage(), e);
        }
    }

    /** Ends and forgets all of them: whatever their tables hold is read otherwise, or not at all. */
    void abandon(Connectors connectors, Deadline deadline) {
        all().forEach(snapshot -> removal(connectors, snapshot).await(deadline));
        save(List.of());
    }

    ConnectorRemoval removal(Connectors connectors, LateSnapshot snapshot) {
        return new ConnectorRemoval(connectors, SnapshotConnector.name(pipeline, snapshot.since()));
    }

    private Path file() {
        return home.data("capture").resolve(pipeline + "-rows.json");
    }
}
