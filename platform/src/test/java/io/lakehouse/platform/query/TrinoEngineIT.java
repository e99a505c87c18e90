package io.lakehouse.platform.query;

import io.lakehouse.platform.supervise.EngineContract;

/** Trino keeps what every engine keeps. */
class TrinoEngineIT extends EngineContract {
    TrinoEngineIT() {
        super("trino");
    }
}
