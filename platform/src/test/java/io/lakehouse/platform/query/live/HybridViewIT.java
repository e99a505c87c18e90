package io.lakehouse.platform.query.live;

import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.supervise.RealEngines;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the views on engines of the catalogue. */
class HybridViewIT extends HybridRules {
    private static final int PORT_OFFSET = 11900;

    @TempDir
    private static Path folder;

    private static RealEngines engines;

    @BeforeAll
    static void start() {
        engines = RealEngines.start(
                RealEngines.blueprint(new Home(folder.resolve("home"), PORT_OFFSET)),
                List.of("postgres", "kafka", "s3", "nessie", "trino"),
                UnaryOperator.identity());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        engines.close();
    }

    @Override
    LiveTable open() throws Exception {
        var addresses = engines.blueprint().addresses();
        return new LiveTable(new TrinoSql(addresses.trino()), addresses.kafka(), folder.resolve("raw"));
    }
}
