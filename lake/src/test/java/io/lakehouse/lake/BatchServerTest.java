package io.lakehouse.lake;

import static io.lakehouse.lake.LakeFixture.SPARK;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchOrder;
import io.lakehouse.contract.job.LakeAddress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchServerTest {
    @TempDir
    private Path folder;

    @Test
    void what_a_run_prints_goes_to_its_log_and_nothing_of_it_stays_in_the_session() throws Exception {
        var orders = LakeFixture.shape("orders", 1, LakeFixture.column("id", TypeName.INTEGER));
        var nowhere = new LakeAddress(
                "http://127.0.0.1:1/api/v2", "main", folder.toUri().toString(), "", "", "");
        var spec = new LakeFixture().spec(nowhere, folder.resolve("report.json").toString(), orders);
        var log = folder.resolve("run.log");
        var err = System.err;
        var out = System.out;
        var own = new ByteArrayOutputStream();
        System.setErr(new PrintStream(own, true));
        try {
            var code = BatchServer.serve(SPARK, new BatchOrder(spec, log.toString()));

            assertThat(code).isEqualTo(1);
            assertThat(System.out).isSameAs(out);
            assertThat(SparkSession.active()).isSameAs(SPARK);
            assertThat(own.toString()).isEmpty();
        } finally {
            System.setErr(err);
        }
        assertThat(Files.readAllLines(log).stream().reduce("", (before, line) -> line))
                .startsWith("batch " + spec.runId() + " of pipeline sales failed: ");
        assertThat(SPARK.conf().getOption("spark.sql.catalog.lake").isDefined()).isFalse();
    }
}
