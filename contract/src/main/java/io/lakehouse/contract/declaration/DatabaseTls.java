package io.lakehouse.contract.declaration;

import java.util.Locale;

/**
 * How a connection to PostgreSQL is encrypted, in the words of libpq's {@code sslmode}.
 *
 * @param mode what is asked of the server
 * @param ca path of the certificates that its certificate has to come from, PEM; relative to the declaration's file
 */
public record DatabaseTls(Mode mode, String ca) {
    /** Encrypted when the server can, as PostgreSQL's clients are by default. */
    public static final DatabaseTls DEFAULT = new DatabaseTls(Mode.PREFER, "");

    /** What is asked of the server. */
    public enum Mode {
        /** Never encrypted. */
        DISABLE,
        /** Encrypted when the server can. */
        PREFER,
        /** Encrypted, by whoever answers. */
        REQUIRE,
        /** Encrypted, by a server whose certificate comes from {@code ca}. */
        VERIFY_CA,
        /** Likewise, and the certificate names the host. */
        VERIFY_FULL;

        /** {@code verify-full}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Refuses a server that is to be verified by nothing, and certificates that nobody looks at. */
    public DatabaseTls {
        var isVerified = mode == Mode.VERIFY_CA || mode == Mode.VERIFY_FULL;
        if (isVerified && ca.isBlank()) {
            throw new InvalidDeclarationException(
                    "ca", "mode " + mode.word() + " needs the certificates that the server's has to come from");
        }
        if (!isVerified && !ca.isBlank()) {
            throw new InvalidDeclarationException(
                    "ca",
                    "belongs to the modes verify-ca and verify-full; mode " + mode.word() + " looks at no certificate");
        }
    }
}
