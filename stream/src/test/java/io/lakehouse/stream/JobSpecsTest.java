package io.lakehouse.stream;

import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.STOCK;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lakehouse.contract.declaration.BronzeDeclaration.Partition;
import io.lakehouse.contract.job.BronzeJobSpec;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.RealtimeJobSpec;
import io.lakehouse.stream.route.FixedRoutes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSpecsTest {
    private static final RealtimeJobSpec REALTIME = new RealtimeJobSpec(
            "sales",
            "127.0.0.1:9092",
            "/secrets/kafka.properties",
            "g",
            "sales.dead-letters",
            2,
            1000,
            "s3://c",
            List.of(route(ORDERS), route(STOCK)));

    @Test
    void a_spec_comes_back_from_its_json_as_it_was() {
        var arguments = new String[] {"--spec", JobSpecs.write(REALTIME)};

        assertThat(JobSpecs.fromArguments(arguments, RealtimeJobSpec.class)).isEqualTo(REALTIME);
    }

    @Test
    void a_bronze_spec_comes_back_with_its_lake() {
        var lake = new LakeAddress("http://n/api/v2", "main", "s3://lake", "http://s", "us-east-1", "credentials");
        var spec = new BronzeJobSpec(
                "sales",
                "b",
                "",
                "g",
                "d",
                1,
                30_000,
                "s3://c",
                lake,
                "sales",
                Partition.DAY,
                86_400_000,
                List.of(route(ORDERS)));

        assertThat(JobSpecs.read(JobSpecs.write(spec), BronzeJobSpec.class)).isEqualTo(spec);
    }

    @Test
    void routes_survive_their_travel_to_the_tasks() {
        assertThat(new FixedRoutes(REALTIME.tables()).open("t").state().routes())
                .isEqualTo(REALTIME.tables());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--spec", "--specs {}", "{} --spec", "--spec {} more"})
    void other_arguments_are_refused_with_what_is_expected(String arguments) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobSpecs.fromArguments(arguments.split(" "), RealtimeJobSpec.class))
                .withMessageContaining("--spec <JSON of RealtimeJobSpec>");
    }

    @Test
    void a_field_too_many_or_too_few_or_null_is_refused_by_name() {
        var json = JobSpecs.write(REALTIME);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json.replace("\"groupId\"", "\"group\"")))
                .withMessageContaining("group");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json.replace("\"checkpointMillis\":1000,", "")))
                .withMessageContaining("checkpointMillis");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json.replace("\"pipeline\":\"sales\"", "\"pipeline\":null")))
                .withMessageContaining("pipeline");
    }

    @Test
    void what_a_record_refuses_is_refused_in_its_words() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(JobSpecs.write(REALTIME).replace("\"key\":[\"id\"]", "\"key\":[\"idd\"]")))
                .withMessageContaining("key column \"idd\" is not among its columns");
    }

    private static RealtimeJobSpec read(String json) {
        return JobSpecs.read(json, RealtimeJobSpec.class);
    }
}
