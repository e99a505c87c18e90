package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.lake.LakeFixture.SPARK;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.Upkeep;
import io.lakehouse.lake.LakeFixture.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What writers that were killed leave in a real store over HTTP, where no listing of files shows it. */
class UploadsIT {
    private static final TableShape ORDERS = LakeFixture.shape(
            "orders", 1, LakeFixture.column("id", TypeName.INTEGER), LakeFixture.column("state", TypeName.TEXT));

    @TempDir
    private static Path folder;

    @Test
    void an_upload_that_nobody_ends_is_ended_by_upkeep_unless_it_is_young_or_not_of_the_tables() throws Exception {
        try (var nessie = NessieServer.start(folder);
                var store = S3ProxyServer.start(folder)) {
            var address = store.lake(nessie.uri());
            LakeSession.addCatalog(SPARK, "uploads", LakeSession.catalogProperties(address));
            var lake = new LakeFixture("uploads");
            lake.append(Change.of(ORDERS, CREATE, 1, at(10), "{\"id\":1,\"state\":\"new\"}", "1"));
            BatchJob.run(SPARK, "uploads_run", lake.spec(address, report(), ORDERS));
            var orders = lake.silverTable("orders");
            var ofTheTable = key(orders.location()) + "/data/left.parquet";
            var ofOthers = key(orders.location()) + "_of_others/data/left.parquet";
            var client = ((S3FileIO) orders.io()).client();
            begin(client, ofTheTable);
            begin(client, ofOthers);

            var early = upkeep(lake, address, "uploads_early", Duration.ofDays(1));
            var stayed = uploads(client);
            var late = upkeep(lake, address, "uploads_late", Duration.ZERO);

            assertThat(early.upkeep().uploadsEnded()).isZero();
            assertThat(stayed).containsExactlyInAnyOrder(ofTheTable, ofOthers);
            assertThat(late.upkeep().uploadsEnded()).isEqualTo(1);
            assertThat(uploads(client)).containsExactly(ofOthers);
            assertThat(lake.versions("orders", "id", "state")).containsExactly("1|new");
        }
    }

    private static BatchReport upkeep(LakeFixture lake, LakeAddress address, String catalog, Duration settled)
            throws IOException {
        return BatchJob.run(
                SPARK,
                catalog,
                lake.spec(address, report(), ORDERS)
                        .with(Upkeep.of(Duration.ofDays(1).toMillis(), settled.toMillis(), true)));
    }

    private static void begin(S3Client client, String key) {
        var upload = client.createMultipartUpload(
                        request -> request.bucket(S3ProxyServer.BUCKET).key(key))
                .uploadId();
        client.uploadPart(
                request -> request.bucket(S3ProxyServer.BUCKET)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(1),
                RequestBody.fromBytes(new byte[1]));
    }

    private static List<String> uploads(S3Client client) {
        return client.listMultipartUploads(request -> request.bucket(S3ProxyServer.BUCKET)).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    private static String key(String location) {
        return location.substring(("s3://" + S3ProxyServer.BUCKET + "/").length());
    }

    private static String report() {
        return folder.resolve("report.json").toString();
    }
}
