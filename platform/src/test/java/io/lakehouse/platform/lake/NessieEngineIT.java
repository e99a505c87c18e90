package io.lakehouse.platform.lake;

import io.lakehouse.platform.supervise.EngineContract;

/** Nessie keeps what every engine keeps. */
class NessieEngineIT extends EngineContract {
    NessieEngineIT() {
        super("nessie");
    }
}
