package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.capture.SnapshotConnector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees late snapshots through: starts one that failed again, and removes the connector of one that has read all. */
final class LateSnapshotKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LateSnapshotKeeper.class);

    private final LateSnapshots remembered;
    private final Connectors connectors;
    /** Why each failed last, by its position; Connect forgets it when the connector is started again. */
    private final Map<Long, String> failures = new HashMap<>();

    LateSnapshotKeeper(LateSnapshots remembered, Connectors connectors) {
        this.remembered = remembered;
        this.connectors = connectors;
    }

    /** Goes on with each, and tells in a few words each what is not read yet. */
    List<String> keep() throws IOException {
        var unread = new ArrayList<String>();
        for (var snapshot : remembered.all()) {
            switch (snapshot.phase()) {
                case DUE -> unread.add(snapshot.words() + " are not read yet: " + apply());
                case READING -> look(snapshot, unread);
                case READ -> finish(snapshot);
            }
        }
        return unread;
    }

    private void look(LateSnapshot snapshot, List<String> unread) throws IOException {
        var name = SnapshotConnector.name(remembered.pipeline(), snapshot.since());
        var state = connectors.state(name);
        if (state.isEmpty()) {
            unread.add(snapshot.words() + " are not read: their connector " + name + " is gone; " + apply());
        } else if (connectors.hasReadSnapshot(name)) {
            LOG.info("rows read pipeline={} connector={}", remembered.pipeline(), name);
            replace(snapshot, List.of(snapshot.read()));
            finish(snapshot.read());
        } else if (state.get().hasFailed()) {
            failures.put(snapshot.since(), state.get().reason());
            unread.add(failed(snapshot));
            connectors.restart(name);
        } else if (state.get().isPaused()) {
            unread.add(snapshot.words() + " are not read, since their connector " + name + " is "
                    + state.get().connector().toLowerCase(Locale.ROOT));
        } else {
            unread.add(
                    failures.containsKey(snapshot.since()) ? failed(snapshot) : snapshot.words() + " are being read");
        }
    }

    private String failed(LateSnapshot snapshot) {
        return snapshot.words() + " could not be read and are read again: " + failures.get(snapshot.since());
    }

    /** Forgotten once the connector is gone: before that, nobody would remove it. */
    private void finish(LateSnapshot snapshot) throws IOException {
        if (remembered.removal(connectors, snapshot).step()) {
            replace(snapshot, List.of());
        }
    }

    private void replace(LateSnapshot snapshot, List<LateSnapshot> by) {
        remembered.save(remembered.all().stream()
                .flatMap(each -> each.since() == snapshot.since() ? by.stream() : Stream.of(each))
                .toList());
    }

    private String apply() {
        return "lakehouse apply " + remembered.pipeline() + " goes on";
    }
}
