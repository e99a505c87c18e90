package io.lakehouse.contract.declaration;

/** Where a secret is kept. A declaration never holds the secret itself. */
public sealed interface SecretReference {
    /**
     * A secret in an environment variable of the platform.
     *
     * @param name the variable's name: letters, digits and {@code _}
     */
    record Environment(String name) implements SecretReference {
        /** Refuses what is no name, without repeating it. */
        public Environment {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                // It may be a secret that was put in the wrong place, so it is not repeated.
                throw new InvalidDeclarationException(
                        "env", "expected the name of an environment variable: letters, digits and _");
            }
        }

        @Override
        public String toString() {
            return "env " + name;
        }
    }

    /**
     * A secret in a file that only its owner can read.
     *
     * @param path the file's path, relative to the file of the declaration. A file that others can read is refused:
     *     it needs mode 600
     */
    record File(String path) implements SecretReference {
        /** Refuses an empty path. */
        public File {
            if (path.isBlank()) {
                throw new InvalidDeclarationException("file", "expected the path of a file with mode 600");
            }
        }

        @Override
        public String toString() {
            return "file " + path;
        }
    }
}
