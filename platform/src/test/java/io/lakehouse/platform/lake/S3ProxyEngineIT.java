package io.lakehouse.platform.lake;

import io.lakehouse.platform.supervise.EngineContract;

/** S3Proxy keeps what every engine keeps. */
class S3ProxyEngineIT extends EngineContract {
    S3ProxyEngineIT() {
        super("s3");
    }
}
