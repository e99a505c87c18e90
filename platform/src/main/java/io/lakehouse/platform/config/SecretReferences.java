package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.declaration.Secrets;

/** Reads where a secret is kept; refuses the secret itself, without repeating it. */
final class SecretReferences {
    private static final String EXPECTED = "{env: NAME} or {file: PATH}";

    private SecretReferences() {}

    static SecretReference read(YamlNode section, String field) {
        return of(section.required(field, EXPECTED));
    }

    /** A reference, as the value of a field. */
    static SecretReference of(YamlNode node) {
        if (node.isScalar()) {
            throw node.failure(Secrets.REMEDY);
        }
        var fields = node.only("env", "file");
        var variable = fields.field("env");
        var file = fields.field("file");
        if (variable.isPresent() == file.isPresent()) {
            throw node.failure("expected either " + EXPECTED);
        }
        return node.build(() -> variable.isPresent()
                ? new SecretReference.Environment(variable.get().text())
                : new SecretReference.File(file.orElseThrow().text()));
    }
}
