package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to several pipelines, some of which it fails with. */
class EachPipelineTest {
    @TempDir
    Path folder;

    @Test
    void itGoesOnBehindAPipelineAndNamesEachThatItFailedWith() throws IOException {
        var log = folder.resolve("log");

        var each = new EachPipeline<String>(declared("a", "b", "c"), declared -> switch (name(declared)) {
            case "a" -> throw new Failure("the source is away", null, log);
            case "c" -> throw new IOException("Kafka does not answer");
            default -> name(declared);
        });

        assertThat(each.done()).containsExactly("b");
        assertThatThrownBy(each::requireAll)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.log()).contains(log))
                .hasMessage("pipeline a: the source is away; pipeline c: Kafka does not answer");
    }

    @Test
    void whereOneWasAskedForItsReasonIsAll() throws IOException {
        var each = new EachPipeline<String>(declared("a"), declared -> {
            throw new Failure("the source is away");
        });

        assertThatThrownBy(each::requireAll).hasMessage("the source is away");
    }

    @Test
    void whatSucceededWithAllEndsNothing() throws IOException {
        assertThatCode(new EachPipeline<>(declared("a", "b"), EachPipelineTest::name)::requireAll)
                .doesNotThrowAnyException();
    }

    private List<DeclaredPipeline> declared(String... names) throws IOException {
        for (var name : names) {
            Files.writeString(
                    folder.resolve(name + ".yaml"),
                    "{name: %s, source: {database: d}, tables: [{table: t_%s}]}".formatted(name, name));
        }
        return Pipelines.read(folder).all();
    }

    private static String name(DeclaredPipeline declared) {
        return declared.pipeline().name();
    }
}
