package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first command of the README, and what it says to try after it. */
@Order(1)
@ExtendWith(RaisedLakehouse.class)
class QuickStartIT {
    private final Lakehouse lakehouse;

    QuickStartIT(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    @Test
    void the_demo_answers_every_question() throws Exception {
        var output = lakehouse.demoOutput();

        assertThat(output)
                .contains("commit -> visible in Pinot")
                .contains("Kitchen")
                .contains("SNAPSHOT")
                .contains("Every version of that row")
                .contains("The table as it was published before the load")
                .doesNotContain("(0 rows)");
    }

    @Test
    void the_readme_names_the_two_commands_that_are_run() throws Exception {
        var readme = Files.readString(Path.of(System.getProperty("lakehouse.sources"), "README.md"));
        var ci = Files.readString(Path.of(System.getProperty("lakehouse.sources"), ".ci", "run"));

        assertThat(readme).containsPattern("(?m)^\\s*\\./lakehouse demo").containsPattern("(?m)^\\s*mvn verify");
        assertThat(ci).contains("mvn verify");
    }

    @Test
    void a_second_up_changes_nothing() {
        var before = lakehouse.status().path("engines");

        var up = lakehouse.run(Duration.ofMinutes(3), "up").succeeded();

        assertThat(up.output()).contains("Trino web page and SQL");
        for (var engine : before) {
            assertThat(lakehouse.engine(engine.path("name").asText()).path("pid"))
                    .isEqualTo(engine.path("pid"));
        }
    }
}
