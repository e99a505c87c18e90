package io.lakehouse.contract.declaration;

import java.util.regex.Pattern;

/** How a field that holds a secret is told by its name. */
public final class Secrets {
    /** What to write in place of a secret. It never repeats what was found. */
    public static final String REMEDY =
            "expected {env: NAME} or {file: PATH}, found a literal: a secret does not stand in a declaration";

    private static final Pattern NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|credential|private[-_.]?key|access[-_.]?key|jaas).*");

    private Secrets() {}

    /** Whether a field of this name holds a secret: password, secret-key, sasl.jaas.config. */
    public static boolean isName(String field) {
        return NAME.matcher(field).matches();
    }
}
