package io.lakehouse.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakehouse.platform.engine.Failure;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedConnectionsIT {
    @TempDir
    static Path folder;

    private static RunningPostgres postgres;
    private static DatabaseAddress database;

    @BeforeAll
    static void start() throws Exception {
        postgres = RunningPostgres.in(folder.resolve("home"));
        database = postgres.create("asked");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void whatAThreadAsksWhileItHoldsConnectionsIsAskedOnOne() {
        assertThat(backend()).isNotEqualTo(backend());

        try (var held = SharedConnections.hold()) {
            var first = backend();
            assertThat(backend()).isEqualTo(first);
            assertThat(backend(database.withDatabase("postgres"))).isNotEqualTo(first);
            assertThat(CompletableFuture.supplyAsync(SharedConnectionsIT::backend)
                            .join())
                    .isNotEqualTo(first);
        }
    }

    @Test
    void whatIsHeldIsClosedInTheEnd() {
        int first;
        try (var held = SharedConnections.hold()) {
            first = backend();
        }

        assertThat(backend()).isNotEqualTo(first);
        await().until(() -> !isThere(first));
    }

    @Test
    void afterAFailureTheNextQuestionGetsAnotherConnection() {
        try (var held = SharedConnections.hold()) {
            var first = backend();
            assertThatThrownBy(() -> Sql.ask(database, connection -> {
                        connection.setAutoCommit(false);
                        return connection.createStatement().execute("SELECT nothing FROM nowhere");
                    }))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("nowhere");

            assertThat(backend()).isNotEqualTo(first);
        }
    }

    @Test
    void aConnectionThatItsServerHasEndedIsNotAskedAgain() {
        try (var held = SharedConnections.hold()) {
            var first = backend();
            CompletableFuture.runAsync(() -> end(first)).join();
            await().until(() ->
                    CompletableFuture.supplyAsync(() -> !isThere(first)).join());

            held.closeDead();

            var second = backend();
            held.closeDead();
            assertThat(backend()).isEqualTo(second).isNotEqualTo(first);
        }
    }

    @Test
    void aTransactionThatWasLeftOpenIsNotTheNextOnes() {
        try (var held = SharedConnections.hold()) {
            Sql.ask(database, connection -> {
                connection.setAutoCommit(false);
                return connection.createStatement().execute("CREATE TABLE made ()");
            });

            assertThat(Sql.<Boolean>ask(database, connection -> connection.getAutoCommit()))
                    .isTrue();
        }
    }

    private static int backend() {
        return backend(database);
    }

    private static int backend(DatabaseAddress address) {
        return Sql.ask(address, connection -> {
            try (var row = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private static void end(int backend) {
        Sql.ask(database, connection -> {
            try (var statement = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
                statement.setInt(1, backend);
                return statement.execute();
            }
        });
    }

    private static boolean isThere(int backend) {
        return Sql.ask(database, connection -> {
            try (var statement = connection.prepareStatement("SELECT 1 FROM pg_stat_activity WHERE pid = ?")) {
                statement.setInt(1, backend);
                return statement.executeQuery().next();
            }
        });
    }
}
