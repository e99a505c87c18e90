package io.lakehouse.platform.realtime;

import io.lakehouse.platform.supervise.EngineContract;

/** Pinot keeps what every engine keeps. */
class PinotEngineIT extends EngineContract {
    PinotEngineIT() {
        super("pinot");
    }
}
