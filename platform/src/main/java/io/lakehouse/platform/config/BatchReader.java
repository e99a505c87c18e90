package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.BatchDeclaration;

/** Reads when SCD2 runs are made by themselves. */
final class BatchReader {
    private BatchReader() {}

    static BatchDeclaration read(YamlNode section) {
        section.only("every", "retries", "backoff", "timeout", "upkeep", "time_travel");
        var usual = BatchDeclaration.DEFAULT;
        return section.build(() -> new BatchDeclaration(
                section.field("every").map(YamlNode::duration).orElse(usual.every()),
                section.field("retries").map(YamlNode::integer).orElse(usual.retries()),
                section.field("backoff").map(YamlNode::duration).orElse(usual.backoff()),
                section.field("timeout").map(YamlNode::duration).orElse(usual.timeout()),
                section.field("upkeep").map(YamlNode::duration).orElse(usual.upkeep()),
                section.field("time_travel").map(YamlNode::duration).orElse(usual.timeTravel())));
    }
}
