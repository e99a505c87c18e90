package io.lakehouse.stream.route;

import io.lakehouse.contract.job.TableRoute;
import java.io.IOException;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.json.JsonMapper;

/** Routes as JSON, as they travel. The contract's records are not serializable by Java, and need not be. */
final class RouteJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            // What a newer platform adds, an older job does without.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RouteJson() {}

    static String write(List<TableRoute> routes) {
        try {
            return MAPPER.writeValueAsString(routes);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a route cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static List<TableRoute> readAll(String json) {
        try {
            return List.of(MAPPER.readValue(json, TableRoute[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("these are no routes: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads the value of one message.
     *
     * @throws IOException when it is no route
     */
    static TableRoute read(byte[] json) throws IOException {
        return MAPPER.readValue(json, TableRoute.class);
    }
}
