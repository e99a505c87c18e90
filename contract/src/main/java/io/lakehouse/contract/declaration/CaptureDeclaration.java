package io.lakehouse.contract.declaration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options of Debezium's connector that a user sets beside those of the platform, by Debezium's names.
 *
 * @param options values by name
 * @param secrets where values that are secrets are kept, by name
 */
public record CaptureDeclaration(Map<String, String> options, Map<String, SecretReference> secrets) {
    /** The option that says how long a raw message may be, in bytes. */
    public static final String LONGEST_MESSAGE = "producer.override.max.request.size";

    private static final int USUALLY_LONGEST = 32 << 20;

    /** Beyond it, a message would not fit into a dead letter, which carries it whole. */
    private static final int EVER_LONGEST = 45 << 20;

    /** Nothing but what the platform sets. */
    public static final CaptureDeclaration DEFAULT = new CaptureDeclaration(Map.of(), Map.of());

    /** Refuses options that the platform owns, and secrets that stand in the declaration. */
    public CaptureDeclaration {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        for (var option : options.entrySet()) {
            OwnedOptions.refuse(option.getKey());
            if (Secrets.isName(option.getKey())) {
                throw new InvalidDeclarationException(option.getKey(), Secrets.REMEDY);
            }
            if (option.getValue().contains("${")) {
                throw new InvalidDeclarationException(
                        option.getKey(), "a value may not contain ${: write {env: NAME} or {file: PATH}");
            }
        }
        secrets.keySet().forEach(OwnedOptions::refuse);
        var longest = options.getOrDefault(LONGEST_MESSAGE, "1");
        if (!longest.matches("[1-9][0-9]{0,8}") || Integer.parseInt(longest) > EVER_LONGEST) {
            throw new InvalidDeclarationException(
                    LONGEST_MESSAGE, "expected a number of bytes from 1 to " + EVER_LONGEST + ", found " + longest);
        }
    }

    /** How long a raw message may be, in bytes. */
    public int longestMessage() {
        var declared = options.get(LONGEST_MESSAGE);
        return declared == null ? USUALLY_LONGEST : Integer.parseInt(declared);
    }
}
