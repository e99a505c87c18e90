package io.lakehouse.contract.declaration;

/** Where a secret is kept. A declaration never holds the secret itself. */
public sealed interface SecretReference {
    /**
     * A secret in an environment variable of the platform.
     *
     * @param name the variable's name
     */
    record Environment(String name) implements SecretReference {
        /** Refuses an empty name. */
        public Environment {
            if (name.isBlank()) {
                throw new InvalidDeclarationException("env", "expected the name of an environment variable");
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
     * @param path the file's path, relative to the file of the declaration
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
