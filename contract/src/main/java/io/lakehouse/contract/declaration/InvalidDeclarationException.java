package io.lakehouse.contract.declaration;

/**
 * A declaration that cannot be. The path names the field below the record that refused it ({@code key[1]}); whoever
 * built the record from a file knows the way to it and the line.
 */
public final class InvalidDeclarationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    /**
     * A refusal.
     *
     * @param path the field, relative to the record that refuses; empty for the record itself
     * @param problem what is wrong with it and what is expected
     */
    public InvalidDeclarationException(String path, String problem) {
        super(path.isEmpty() ? problem : path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    /** The field, {@code tables[0].key}, relative to the record that refuses. */
    public String path() {
        return path;
    }

    /** What is wrong with it and what is expected. */
    public String problem() {
        return problem;
    }
}
