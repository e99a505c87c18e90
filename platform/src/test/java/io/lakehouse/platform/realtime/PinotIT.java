package io.lakehouse.platform.realtime;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The real-time tables on real Kafka and real Pinot. */
class PinotIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static RealtimeLane lane;

    @BeforeAll
    static void start() {
        lane = RealtimeLane.start(folder);
    }

    @AfterAll
    static void end() {
        lane.close();
    }

    @Nested
    class Tables extends PinotTablesContract {
        Tables() {
            super(PinotIT.lane, PinotIT.folder);
        }
    }

    @Nested
    class Rows extends PinotRowsContract {
        Rows() {
            super(PinotIT.lane, PinotIT.folder);
        }
    }

    @Nested
    class Queries extends PinotQueriesContract {
        Queries() {
            super(PinotIT.lane, PinotIT.folder);
        }
    }
}
