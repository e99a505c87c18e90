package io.lakehouse.contract.declaration;

import java.time.Duration;

/**
 * How a pipeline's bronze table is kept.
 *
 * @param partition by what of the commit time it is partitioned. Another choice holds for what is
 *     written from the next start of the bronze job
 * @param retention how long its changes are kept, in whole days; zero keeps them for ever. It is written to the table
 *     property {@code lakehouse.retention.ms}, which the upkeep of the lake reads
 */
public record BronzeDeclaration(Partition partition, Duration retention) {
    /** By the hour, for ever. */
    public static final BronzeDeclaration DEFAULT = new BronzeDeclaration(Partition.HOUR, Duration.ZERO);

    /** A part of the commit time. */
    public enum Partition {
        /** One partition an hour. */
        HOUR,
        /** One partition a day: fewer files for a pipeline with few changes. */
        DAY
    }

    /** Refuses parts of a day. */
    public BronzeDeclaration {
        if (retention.isNegative() || !Duration.ofDays(retention.toDays()).equals(retention)) {
            throw new InvalidDeclarationException("retention", "expected whole days, as 30d");
        }
    }
}
