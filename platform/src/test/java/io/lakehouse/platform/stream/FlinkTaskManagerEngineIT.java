package io.lakehouse.platform.stream;

import io.lakehouse.platform.supervise.EngineContract;

/** Flink's TaskManager keeps what every engine keeps. */
class FlinkTaskManagerEngineIT extends EngineContract {
    FlinkTaskManagerEngineIT() {
        super("flink-taskmanager");
    }
}
