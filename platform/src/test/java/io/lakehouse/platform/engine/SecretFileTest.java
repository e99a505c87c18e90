package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    private static final int ASKING = 8;
    private static final int ROUNDS = 50;

    @TempDir
    Path folder;

    @Test
    void whoever_asks_at_once_for_a_new_secret_gets_the_same() throws Exception {
        var pool = Executors.newFixedThreadPool(ASKING);
        try {
            for (var round = 0; round < ROUNDS; round++) {
                var file = folder.resolve("secret-" + round);
                var start = new CyclicBarrier(ASKING);
                Callable<String> asking = () -> {
                    start.await();
                    return secret(file);
                };
                var answers = new HashSet<String>();
                for (var answer :
                        pool.invokeAll(List.of(asking, asking, asking, asking, asking, asking, asking, asking))) {
                    answers.add(answer.get());
                }
                assertThat(answers).containsExactly(secret(file));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void only_its_owner_reads_it() throws Exception {
        var file = folder.resolve("secret");

        secret(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void a_file_that_lost_its_secret_is_named_and_kept() throws Exception {
        var file = Files.writeString(folder.resolve("secret"), "user=me\n");

        assertThatThrownBy(() -> secret(file))
                .hasMessage("the secret " + file + " has no line key=...; restore the file");

        assertThat(file).hasContent("user=me\n");
    }

    private static String secret(Path file) {
        return SecretFile.of(file, Map.of("key", SecretFile.random()), List.of("key"))
                .get("key");
    }
}
