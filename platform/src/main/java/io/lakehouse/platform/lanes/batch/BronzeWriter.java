package io.lakehouse.platform.lanes.batch;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.RestException;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.FlinkJobs.Job;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Flink job that writes a bronze table, as upkeep has to know it. */
final class BronzeWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BronzeWriter.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final FlinkJobs jobs;

    BronzeWriter(Endpoint flink) {
        this.jobs = new FlinkJobs(flink);
    }

    /**
     * Lets it commit, and tells whether it did. A job that was restored long after its last checkpoint holds files of that
     * time until then, which nothing names. The first checkpoint is committed once it is complete, and a second completes
     * only after that.
     */
    boolean hasCommitted(String jobName) {
        try {
            var job = jobs.alive(jobName).filter(Job::isRunning);
            if (job.isEmpty()) {
                LOG.warn("job={} does not run: files that nothing names stay in bronze", jobName);
                return false;
            }
            jobs.checkpoint(job.get().id(), PATIENCE);
            jobs.checkpoint(job.get().id(), PATIENCE);
            return true;
        } catch (RestException | Failure e) {
            LOG.warn("job={} does not commit: files that nothing names stay in bronze", jobName, e);
            return false;
        }
    }
}
