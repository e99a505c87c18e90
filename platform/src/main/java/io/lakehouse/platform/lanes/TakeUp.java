package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.capture.SnapshotConnector;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.TableWriters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes tables with their rows into a pipeline that captures already (docs/decisions/0060): lets the connector capture their
 * changes, and has another read what they hold. Every step is remembered before it is taken; what breaks off is done by
 * applying again, and what was done is not done twice.
 */
final class TakeUp {
    private final LateSnapshots remembered;
    private final Connectors connectors;
    private final SourceDatabase source;
    private final Deadline deadline;
    private Lsn since = new Lsn(0);

    TakeUp(LateSnapshots remembered, Connectors connectors, SourceDatabase source, Deadline deadline) {
        this.remembered = remembered;
        this.connectors = connectors;
        this.source = source;
        this.deadline = deadline;
    }

    /**
     * Remembers that the rows of these tables are to be read, and stops the reading of tables that are declared no more.
     * To be called before anything of them is made.
     */
    void expect(List<TableDeclaration> declared, List<TableDeclaration> added) throws IOException {
        var stay = declared.stream().map(LateSnapshot.Table::of).collect(Collectors.toSet());
        var snapshots = new ArrayList<LateSnapshot>();
        var due = new LinkedHashSet<>(added);
        for (var snapshot : remembered.all()) {
            var left = snapshot.only(stay::contains);
            if (snapshot.is(LateSnapshot.Phase.DUE)) {
                due.addAll(left.declarations());
            } else if (left.tables().isEmpty()) {
                remembered.removal(connectors, snapshot).await(deadline);
            } else {
                snapshots.add(left);
            }
        }
        if (!due.isEmpty()) {
            snapshots.add(LateSnapshot.due(due));
        }
        if (!snapshots.equals(remembered.all())) {
            remembered.save(snapshots);
        }
    }

    /** Whether there are tables that the connector has to take up before their rows can be read. */
    boolean isDue() {
        return !due().isEmpty();
    }

    /** Whether there are some, and the connector has not been switched over to them by this. */
    boolean isToSwitch() {
        return isDue() && since.position() == 0;
    }

    /** Those that are due; all of them in one snapshot, since each has a position of its own. */
    private Set<TableDeclaration> due() {
        return remembered.all().stream()
                .filter(snapshot -> snapshot.is(LateSnapshot.Phase.DUE))
                .flatMap(snapshot -> snapshot.declarations().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Makes the connector capture the tables that are due, once they are published: from the position that it notes on,
     * each of their changes is captured. A transaction that wrote to one of them before it was published is in no
     * capture; so it has to end first, and is then among what is read.
     */
    void switchOver(Map<String, String> configuration) throws IOException {
        since = source.flushedLsn();
        var tables = due();
        var writers = TableWriters.of(source.address(), tables);
        deadline.await(
                "the transactions have ended that were writing to "
                        + tables.stream().map(TableDeclaration::qualifiedName).collect(Collectors.joining(", ")),
                () -> TableWriters.of(source.address(), tables).stream().noneMatch(writers::contains));
        var name = Connector.name(remembered.pipeline());
        var before = connectors.state(name);
        if (before.isPresent()) {
            // A task that still ran with the configuration of before would drop changes that are read by nobody later.
            connectors.stop(name);
            deadline.await("the connector " + name + " has stopped", () -> connectors
                    .state(name)
                    .filter(state ->
                            state.connector().equals("STOPPED") && state.tasks().isEmpty())
                    .isPresent());
        }
        connectors.deploy(name, configuration);
        if (before.isPresent()) {
            if (before.get().connector().equals("PAUSED")) {
                connectors.pause(name);
            } else {
                connectors.resume(name);
            }
        }
    }

    /**
     * Lets the rows be read that are due, and goes on with those that were; the connector has been switched over and
     * works.
     *
     * @param configuration that of the connector
     * @return what is being read, in words
     */
    List<String> read(Map<String, String> configuration) throws IOException {
        var snapshots = remembered.all();
        if (isDue()) {
            snapshots = snapshots.stream()
                    .map(snapshot -> snapshot.is(LateSnapshot.Phase.DUE)
                            ? snapshot.reading(since.position(), configuration)
                            : snapshot)
                    .toList();
            remembered.save(snapshots);
        }
        var reading = new ArrayList<String>();
        for (var snapshot : snapshots) {
            if (snapshot.is(LateSnapshot.Phase.READING)) {
                connectors.deploy(
                        SnapshotConnector.name(remembered.pipeline(), snapshot.since()), snapshot.configuration());
                reading.add(snapshot.words() + " are being read; status tells until they are");
            }
        }
        return reading;
    }
}
