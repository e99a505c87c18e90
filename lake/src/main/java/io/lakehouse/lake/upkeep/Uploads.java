package io.lakehouse.lake.upkeep;

import java.time.Instant;
import java.util.Set;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The multipart uploads of writers that were killed: their parts fill the store, and no listing shows them. */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private Uploads() {}

    /**
     * Ends those below some folders that began long ago. A store that does not list uploads keeps them.
     *
     * @param before they began before this
     * @return how many were ended
     */
    static int end(FileIO io, Set<String> folders, Instant before) {
        if (!(io instanceof S3FileIO store)) {
            return 0;
        }
        var ended = 0;
        for (var folder : folders) {
            var path = LiveFiles.name(folder);
            var slash = path.indexOf('/');
            try {
                ended += end(store.client(), path.substring(0, slash), path.substring(slash + 1) + "/", before);
            } catch (S3Exception e) {
                LOG.warn("folder={} its uploads cannot be listed and stay: {}", folder, e.getMessage());
            }
        }
        return ended;
    }

    private static int end(S3Client store, String bucket, String prefix, Instant before) {
        var ended = 0;
        var uploads = store.listMultipartUploadsPaginator(request -> request.bucket(bucket))
                .uploads();
        for (var upload : uploads) {
            if (upload.key().startsWith(prefix) && began(upload).isBefore(before)) {
                store.abortMultipartUpload(
                        request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
                ended++;
            }
        }
        return ended;
    }

    private static Instant began(MultipartUpload upload) {
        return upload.initiated() == null ? Instant.EPOCH : upload.initiated();
    }
}
