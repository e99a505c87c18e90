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
                options.put(name, value.text());
            } else {
                secrets.put(name, SecretReferences.of(value));
            }
        });
        return section.build(() -> new CaptureDeclaration(options, secrets));
    }
}
