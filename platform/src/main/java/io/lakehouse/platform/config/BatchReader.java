package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.BatchDeclaration;

/** Reads when SCD2 runs are made by themselves. */
final class BatchReader {
    private BatchReader() {}

    static BatchDeclaration read(YamlNode section) {
        section.only("every", "retries", "backoff", "timeout", "upkeep", "time_travel");
        var usual = BatchDeclaration.DEFAULT;
        return section.build(() -> new BatchDeclaration(
                section.field("every", YamlNode::duration, usual.every()),
                section.field("retries", YamlNode::integer, usual.retries()),
                section.field("backoff", YamlNode::duration, usual.backoff()),
                section.field("timeout", YamlNode::duration, usual.timeout()),
                section.field("upkeep", YamlNode::duration, usual.upkeep()),
                section.field("time_travel", YamlNode::duration, usual.timeTravel())));
    }
}
