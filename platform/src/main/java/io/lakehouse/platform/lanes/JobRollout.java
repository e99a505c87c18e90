package io.lakehouse.platform.lanes;

import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.FlinkJobs.Submission;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a running job another spec: stops it with a savepoint and starts it again from there, so that nothing is read
 * twice or left out. The lane stands still for some seconds.
 */
final class JobRollout {
    private static final Logger LOG = LoggerFactory.getLogger(JobRollout.class);

    private final FlinkJobs jobs;

    JobRollout(FlinkJobs jobs) {
        this.jobs = jobs;
    }

    /** Makes the job of this name run with this spec, whether it runs with another, or not at all. */
    void roll(Submission submission, Deadline deadline) throws IOException {
        var running = jobs.alive(submission.name());
        if (running.isPresent()) {
            stop(submission, running.get(), deadline);
        }
        var id = jobs.submit(submission);
        LOG.info("job submitted job={} id={}", submission.name(), id);
    }

    /** A job that does not work can make no savepoint: it goes on from its newest checkpoint. */
    private void stop(Submission submission, FlinkJobs.Job job, Deadline deadline) throws IOException {
        if (job.isRunning() && jobs.allTasksRun(job.id())) {
            jobs.stop(job.id(), submission.checkpoints(), deadline.remaining());
        } else {
            jobs.cancel(job.id());
        }
        deadline.await("the Flink job " + submission.name() + " has ended", () -> jobs.alive(submission.name())
                .isEmpty());
        LOG.info("job stopped job={} id={}", submission.name(), job.id());
    }
}
