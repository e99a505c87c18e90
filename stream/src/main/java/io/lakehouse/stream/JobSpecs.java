package io.lakehouse.stream;

import io.lakehouse.contract.job.JobParameters;
import java.util.List;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

/** What a job is told, as JSON. A field too many, too few or null is refused: the two sides would not agree. */
final class JobSpecs {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private JobSpecs() {}

    /**
     * The spec among a main's arguments, {@code --spec <JSON>}.
     *
     * @throws IllegalArgumentException when the arguments are others or the JSON is no such spec
     */
    static <T> T fromArguments(String[] arguments, Class<T> type) {
        if (arguments.length != 2 || !arguments[0].equals("--spec")) {
            throw new IllegalArgumentException(
                    "arguments: expected --spec <JSON of " + type.getSimpleName() + ">, got " + List.of(arguments));
        }
        return read(arguments[1], type);
    }

    /** Lets a job tell what it was started with, so that it can be compared with what is declared. */
    static void tell(StreamExecutionEnvironment environment, Object spec) {
        environment.getConfig().setGlobalJobParameters(ParameterTool.fromMap(Map.of(JobParameters.SPEC, write(spec))));
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "spec: this is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    static String write(Object spec) {
        try {
            return MAPPER.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("spec: cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
