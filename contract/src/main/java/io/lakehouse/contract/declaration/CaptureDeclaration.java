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
    }
}
