package io.lakehouse.contract.declaration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The connector options that the platform sets itself, each with the reason or the field that sets it. */
public final class OwnedOptions {
    /** By name, or by prefix when it ends in a star. */
    private static final Map<String, String> OWNED = new LinkedHashMap<>();

    static {
        own("connector.class and its plugin are the platform's", "name", "connector.class", "tasks.max", "plugin.name");
        own("the field source sets it", "database.*");
        own("the field name sets it", "topic.*", "slot.name", "slot.drop.on.stop", "publication.*");
        own("the field tables sets it", "table.*", "schema.include.list", "schema.exclude.list", "snapshot.include.*");
        own("the field tables[].columns sets it", "column.*");
        own("the field tables[].key sets it", "message.key.columns");
        own(
                "every store relies on this encoding of values",
                "key.converter*",
                "value.converter*",
                "header.converter*",
                "converters*",
                "decimal.*",
                "time.precision.mode",
                "binary.handling.mode",
                "hstore.handling.mode",
                "interval.handling.mode",
                "money.*",
                "include.unknown.datatypes",
                "unavailable.*",
                "schema.name.adjustment.mode",
                "field.name.adjustment.mode",
                "sourceinfo.*");
        own("every store relies on the envelope as Debezium makes it", "transforms*", "predicates*");
        own(
                "the stores delete by the change itself, so every operation and no tombstone is sent",
                "tombstones.on.delete",
                "skipped.operations",
                "truncate.*");
        own(
                "capture is exactly once",
                "exactly.once.*",
                "transaction.*",
                "provide.transaction.metadata",
                "producer.override.acks",
                "producer.override.enable.idempotence",
                "producer.override.transactional.id",
                "producer.override.bootstrap.servers");
        own(
                "what cannot be captured stops the capture and is never skipped",
                "errors.*",
                "event.processing.failure.handling.mode",
                "event.converting.failure.handling.mode");
        own("it would capture less than is declared", "snapshot.select.*", "snapshot.mode.custom.*");
        own(
                "sync and the confirmed position rely on it",
                "heartbeat.*",
                "flush.lsn.source",
                "lsn.flush.*",
                "offset.*",
                "offsets.*",
                "message.prefix.*");
        own(
                "no signal is sent: rows of added tables are read by a connector of their own",
                "signal.*",
                "read.only",
                "incremental.snapshot.allow.*");
        own("the platform sets REPLICA IDENTITY FULL", "replica.identity.*");
    }

    private OwnedOptions() {}

    /** Why each option is the platform's, by its name, or by the beginning of its name when the key ends in a star. */
    public static Map<String, String> reasons() {
        return Collections.unmodifiableMap(OWNED);
    }

    /**
     * Refuses an option that is the platform's.
     *
     * @throws InvalidDeclarationException with the reason
     */
    static void refuse(String option) {
        for (var owned : OWNED.entrySet()) {
            var name = owned.getKey();
            var matches =
                    name.endsWith("*") ? option.startsWith(name.substring(0, name.length() - 1)) : option.equals(name);
            if (matches) {
                throw new InvalidDeclarationException(
                        option, "the platform sets this option itself: " + owned.getValue() + "; take it out");
            }
        }
    }

    private static void own(String reason, String... options) {
        for (var option : options) {
            OWNED.put(option, reason);
        }
    }
}
