package io.lakehouse.stream.raw;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.StreamReadConstraints;

/** JSON as the jobs read and write it. */
public final class Json {
    /** Makes parsers and generators. It is safe for use by many threads. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            // The library's bounds on lengths guard servers against strangers. Here Kafka's maximum message size is
            // the bound, and a value within it must never be refused for its length.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}
}
