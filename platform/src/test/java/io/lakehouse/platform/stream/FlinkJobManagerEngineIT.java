package io.lakehouse.platform.stream;

import io.lakehouse.platform.supervise.EngineContract;

/** Flink's JobManager keeps what every engine keeps. */
class FlinkJobManagerEngineIT extends EngineContract {
    FlinkJobManagerEngineIT() {
        super("flink-jobmanager");
    }
}
