package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the secrets that declarations refer to.
 *
 * @param environment the variables of the platform's process
 */
public record SecretReader(Map<String, String> environment) {
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** Keeps its own copy. */
    public SecretReader {
        environment = Map.copyOf(environment);
    }

    /** Reads the variables of this process. */
    public static SecretReader ofProcess() {
        return new SecretReader(System.getenv());
    }

    /** Names variables only: a record would print their values. */
    @Override
    public String toString() {
        return "SecretReader" + environment.keySet();
    }

    /**
     * The secret itself, without the line end that editors leave.
     *
     * @param declaration the file that refers to it; a relative path starts in its folder
     * @throws Failure when the variable is not set, or the file is missing or open to others
     */
    public String resolve(SecretReference reference, Path declaration) {
        if (reference instanceof SecretReference.Environment variable) {
            return Optional.ofNullable(environment.get(variable.name()))
                    .filter(value -> !value.isEmpty())
                    .orElseThrow(() -> new Failure(declaration + ": the environment variable " + variable.name()
                            + " is not set: export it before starting"));
        }
        var file = declaration.resolveSibling(((SecretReference.File) reference).path());
        try {
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new Failure(declaration + ": the secret " + file + " can be read by others: chmod 600 it");
            }
            var secret = Files.readString(file).stripTrailing();
            if (secret.isEmpty()) {
                throw new Failure(declaration + ": the secret " + file + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new Failure(
                    declaration + ": the secret " + file + " cannot be read ("
                            + e.getClass().getSimpleName() + "): create it with mode 600",
                    e);
        }
    }
}
