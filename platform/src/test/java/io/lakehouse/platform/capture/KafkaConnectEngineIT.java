package io.lakehouse.platform.capture;

import io.lakehouse.platform.supervise.EngineContract;

/** Kafka Connect keeps what every engine keeps. */
class KafkaConnectEngineIT extends EngineContract {
    KafkaConnectEngineIT() {
        super("connect");
    }
}
