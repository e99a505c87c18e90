package io.lakehouse.platform.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path folder;

    @Test
    void aJobThatNeverRanHasNone() throws IOException {
        assertThat(Checkpoints.newest(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void theHighestNumberIsTheNewestAlsoBeyondTheNextDigit() throws IOException {
        complete("job-a", "chk-9");
        var newest = complete("job-a", "chk-10");

        assertThat(Checkpoints.newest(folder)).contains(newest);
    }

    @Test
    void numbersGoOnFromOneJobToTheNext() throws IOException {
        complete("job-b", "chk-7");
        var newest = complete("job-a", "chk-8");

        assertThat(Checkpoints.newest(folder)).contains(newest);
    }

    @Test
    void oneThatWasNotCompletedDoesNotCount() throws IOException {
        var newest = complete("job-a", "chk-3");
        Files.createDirectories(folder.resolve("job-a/chk-4"));

        assertThat(Checkpoints.newest(folder)).contains(newest);
    }

    @Test
    void whatElseFlinkKeepsThereIsNoCheckpoint() throws IOException {
        Files.createDirectories(folder.resolve("job-a/shared"));
        Files.createDirectories(folder.resolve("job-a/taskowned"));

        assertThat(Checkpoints.newest(folder)).isEmpty();
    }

    @Test
    void ofTwoWithOneNumberTheLaterCounts() throws IOException {
        var older = complete("job-a", "chk-5");
        var newer = complete("job-b", "chk-5");
        Files.setLastModifiedTime(older.resolve("_metadata"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Files.setLastModifiedTime(newer.resolve("_metadata"), FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));

        assertThat(Checkpoints.newest(folder)).contains(newer);
    }

    private Path complete(String job, String checkpoint) throws IOException {
        var path = Files.createDirectories(folder.resolve(job).resolve(checkpoint));
        Files.createFile(path.resolve("_metadata"));
        return path;
    }
}
