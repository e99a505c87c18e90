package io.lakehouse.platform.stream;

import io.lakehouse.platform.supervise.EngineContract;

/** Kafka keeps what every engine keeps. */
class KafkaEngineIT extends EngineContract {
    KafkaEngineIT() {
        super("kafka");
    }
}
