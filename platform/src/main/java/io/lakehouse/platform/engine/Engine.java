package io.lakehouse.platform.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One engine that the platform runs: a process of its own, from published artifacts. It knows how to prepare and
 * probe it; the supervisor alone owns the process.
 */
public interface Engine {
    /** Its name in the catalogue and in every verb. */
    String name();

    /** Names of the engines that must be ready before it starts. */
    Set<String> needs();

    /** Its own ports, with the offset, by what they serve. */
    Map<String, Integer> ports();

    /** Where users reach it: what, and the address. */
    List<Address> addresses();

    /**
     * Writes its configuration and, the first time, its data. Doing it again changes nothing.
     *
     * @throws Exception when it cannot; the message tells why
     */
    Launch prepare() throws Exception;

    /**
     * Asks it, once, for something that only a working engine answers.
     *
     * @throws Exception when it is not ready; the message tells why
     */
    void probe() throws Exception;

    /**
     * An address that users are told.
     *
     * @param label what answers there
     * @param value a URL or {@code host:port}
     */
    record Address(String label, String value) {}
}
