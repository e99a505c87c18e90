package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A real-time table as Pinot's controller takes it.
 *
 * @param name the table's name, without Pinot's {@code _REALTIME}
 * @param schema its schema
 * @param config its table config
 */
public record PinotTable(String name, JsonNode schema, JsonNode config) {}
