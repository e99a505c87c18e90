package io.lakehouse.platform.engine;

/**
 * What one check of the machine found.
 *
 * @param check what was looked at
 * @param level how bad it is
 * @param message what was found and, unless all is well, what to do
 */
public record Finding(String check, Level level, String message) {
    /** How bad a finding is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, with the restriction that the message names. */
        WARNING,
        /** Does not work. */
        PROBLEM
    }

    static Finding ok(String check, String message) {
        return new Finding(check, Level.OK, message);
    }

    static Finding warning(String check, String message) {
        return new Finding(check, Level.WARNING, message);
    }

    static Finding problem(String check, String message) {
        return new Finding(check, Level.PROBLEM, message);
    }
}
