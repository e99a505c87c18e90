package io.lakehouse.lake.publish;

/**
 * Where a run reads and writes: a view of the lake that nothing else writes to, and whose changes are seen by nobody
 * until they are published.
 */
public interface Workspace extends AutoCloseable {
    /** Name of the Spark catalogue that reads and writes here. */
    String catalog();

    /**
     * Makes everything that was written visible at once.
     *
     * @param message what was done, for the lake's history
     * @throws PublicationConflictException when another run published in the meantime; nothing became visible
     * @throws PublicationException when it failed in any other way
     */
    void publish(String message);

    /**
     * Lets {@link #close} leave what was written and not published, for somebody to look at.
     *
     * @return where it stays, as a person would look for it
     */
    String keep();

    /** Gives up whatever was not published, unless it shall be kept. */
    @Override
    void close();
}
