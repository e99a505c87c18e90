package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.artifact.InstallProgress.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.http.client.HttpResponseException;
import org.eclipse.aether.repository.LocalArtifactRegistration;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.spi.connector.transport.GetTask;
import org.eclipse.aether.spi.connector.transport.TransportListener;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads files of the lock into Maven's cache: by coordinates, so that no POM is read; into a {@code .part} beside
 * the file's place, which a later run continues; and into its place only when the SHA-256 is that of the lock.
 */
final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final int THREADS = 4;
    private static final int ATTEMPTS = 5;

    private final MavenRepositories repositories;
    private final VerifiedFiles verified;
    private final InstallProgress progress;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    Downloads(MavenRepositories repositories, VerifiedFiles verified, InstallProgress progress) {
        this.repositories = repositories;
        this.verified = verified;
        this.progress = progress;
    }

    /**
     * Downloads, a few at a time, the largest first: the last to end should be a small one.
     *
     * @throws Failure for the first that fails; the others are given up, and continued by the next run
     */
    void fetch(List<Lock.Entry> entries) {
        var ordered = entries.stream()
                .sorted(Comparator.comparingLong(Lock.Entry::bytes).reversed())
                .toList();
        Workers.run(
                THREADS,
                ordered,
                (number, entry) -> {
                    var step = new Step(entry.coordinates().toString(), number, ordered.size(), entry.bytes());
                    fetch(entry, step);
                },
                () -> cancelled.set(true));
    }

    private void fetch(Lock.Entry entry, Step step) {
        var file = repositories.cached(entry.coordinates());
        var part = file.resolveSibling(file.getFileName() + ".part");
        progress.downloading(step);
        try {
            Files.createDirectories(file.getParent());
            deleteOtherNames(part);
            var resumed = Files.exists(part);
            var remote = receive(entry, part, step);
            if (resumed && !Sha256.of(part).equals(entry.sha256())) {
                // What an earlier run left may be of another file: once more, from the start.
                Files.delete(part);
                remote = receive(entry, part, step);
            }
            accept(entry, part, remote);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            verified.learn(file, entry.sha256());
            repositories
                    .session()
                    .getLocalRepositoryManager()
                    .add(
                            repositories.session(),
                            new LocalArtifactRegistration(
                                    MavenRepositories.artifact(entry.coordinates()), remote, List.of("")));
        } catch (IOException e) {
            throw Reasons.diskIsFull(e)
                    ? new Failure(Reasons.diskFull(file.getParent(), entry.bytes()), e)
                    : new Failure("cannot write " + file + ": " + Reasons.of(e), e);
        }
        progress.downloaded(step);
    }

    /** What a killed run left under the transport's own names. */
    private static void deleteOtherNames(Path part) throws IOException {
        try (var names = Files.newDirectoryStream(part.getParent(), part.getFileName() + ".*.tmp")) {
            for (var name : names) {
                Files.delete(name);
            }
        }
    }

    private static void accept(Lock.Entry entry, Path part, RemoteRepository remote) throws IOException {
        var found = Sha256.of(part);
        if (!found.equals(entry.sha256())) {
            Files.delete(part);
            throw new Failure(entry.coordinates() + ": repository " + remote.getId() + " sent a file with SHA-256 "
                    + found + ", engines.lock says " + entry.sha256()
                    + "; it was thrown away: ask who keeps that repository, or look for a proxy in between");
        }
    }

    private RemoteRepository receive(Lock.Entry entry, Path part, Step step) throws IOException {
        for (var remote : repositories.remotes()) {
            try (var transporter = repositories.transporter(remote)) {
                if (received(entry, part, step, remote, transporter)) {
                    return remote;
                }
            }
        }
        throw new Failure(entry.coordinates() + ": is not in "
                + repositories.remotes().stream().map(RemoteRepository::getId).collect(Collectors.joining(", "))
                + "; check the mirrors in Maven's settings.xml");
    }

    private boolean received(Lock.Entry entry, Path part, Step step, RemoteRepository remote, Transporter transporter)
            throws IOException {
        var location = repositories.layout(remote).getLocation(MavenRepositories.artifact(entry.coordinates()), false);
        for (int attempt = 1; ; attempt++) {
            try {
                var there = Files.exists(part) ? Files.size(part) : 0;
                if (there > entry.bytes()) {
                    Files.delete(part);
                }
                if (there != entry.bytes()) {
                    var task = new GetTask(location).setDataFile(part.toFile(), true);
                    transporter.get(task.setListener(new Listener(step, task, part)));
                }
                return true;
            } catch (Exception e) {
                if (transporter.classify(e) == Transporter.ERROR_NOT_FOUND) {
                    return false;
                }
                if (cancelled.get() || attempt == ATTEMPTS || isFinal(e)) {
                    throw failed(entry, remote, e);
                }
                pause(attempt);
            }
        }
    }

    private static Failure failed(Lock.Entry entry, RemoteRepository remote, Exception e) {
        return Reasons.diskIsFull(e)
                ? new Failure(
                        "the disk of Maven's cache became full while " + entry.coordinates() + " ("
                                + Bytes.text(entry.bytes()) + ") was downloaded; free some space and run again",
                        e)
                : new Failure(
                        "cannot download " + entry.coordinates() + " from repository " + remote.getId() + ": "
                                + Reasons.of(e) + "; check the network and Maven's settings.xml, then run again:"
                                + " what has come is kept",
                        e);
    }

    private static boolean isFinal(Exception e) {
        return Reasons.diskIsFull(e)
                || e instanceof HttpResponseException response
                        && response.getStatusCode() >= 400
                        && response.getStatusCode() < 500;
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(1_000L * attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("the download was interrupted; run again: what has come is kept", e);
        }
    }

    private final class Listener extends TransportListener {
        private final Step step;
        private final GetTask task;
        private final Path part;
        private boolean kept;

        Listener(Step step, GetTask task, Path part) {
            this.step = step;
            this.task = task;
            this.part = part;
        }

        @Override
        public void transportProgressed(ByteBuffer data) throws TransferCancelledException {
            if (cancelled.get()) {
                throw new TransferCancelledException("another download failed");
            }
            if (!kept) {
                keep();
                kept = true;
            }
            progress.received(step, data.remaining());
        }

        /**
         * Maven's transport writes to a file of a name of its own, and deletes it when the connection breaks. A second
         * name for the same file keeps what has come; on a disk without hard links a download starts again.
         */
        private void keep() {
            var written = task.getDataFile().toPath();
            try {
                if (!written.equals(part)) {
                    Files.deleteIfExists(part);
                    Files.createLink(part, written);
                }
            } catch (IOException | UnsupportedOperationException e) {
                LOG.debug("cannot keep what has come of {}", step.name(), e);
            }
        }
    }
}
