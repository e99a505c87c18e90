package io.lakehouse.platform.source;

import io.lakehouse.platform.supervise.EngineContract;

/** PostgreSQL keeps what every engine keeps. */
class PostgreSqlEngineIT extends EngineContract {
    PostgreSqlEngineIT() {
        super("postgres");
    }
}
