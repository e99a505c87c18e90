package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.SecretReference;
import java.util.LinkedHashMap;

/** Reads options of the connector: a value, or where a secret is kept. */
final class CaptureReader {
    private CaptureReader() {}

    static CaptureDeclaration options(YamlNode section) {
        var options = new LinkedHashMap<String, String>();
        var secrets = new LinkedHashMap<String, SecretReference>();
        section.entries().forEach((name, value) -> {
            if (value.isScalar()) {
                section.attempt(value::text).ifPresent(text -> options.put(name, text));
            } else {
                section.attempt(() -> secret(value)).ifPresent(secret -> secrets.put(name, secret));
            }
        });
        return section.build(() -> new CaptureDeclaration(options, secrets));
    }

    private static SecretReference secret(YamlNode value) {
        if (value.isList()) {
            throw value.failure("expected a value, found a list: write it as Debezium does, as \"a,b\"");
        }
        return SecretReferences.of(value);
    }
}
