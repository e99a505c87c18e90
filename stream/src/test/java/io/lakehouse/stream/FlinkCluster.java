package io.lakehouse.stream;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Flink for all test classes, started by the first and stopped after the last. */
public final class FlinkCluster implements BeforeAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(FlinkCluster.class);

    private MiniCluster cluster;

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("cluster", name -> new Started(), Started.class)
                .cluster;
    }

    /** Runs a job with a bounded source to its end. */
    void run(StreamExecutionEnvironment environment) throws Exception {
        var id = submit(environment);
        await(id).toJobExecutionResult(getClass().getClassLoader());
    }

    /** Starts a job. */
    JobID submit(StreamExecutionEnvironment environment) throws Exception {
        return cluster.submitJob(environment.getStreamGraph().getJobGraph())
                .get(60, TimeUnit.SECONDS)
                .getJobID();
    }

    /** Waits for the end of a job. */
    JobResult await(JobID id) throws Exception {
        return cluster.requestJobResult(id).get(120, TimeUnit.SECONDS);
    }

    /** What a job does. */
    JobStatus status(JobID id) throws Exception {
        return cluster.getJobStatus(id).get(10, TimeUnit.SECONDS);
    }

    /** Cancels a job and waits for its end. */
    void cancel(JobID id) throws Exception {
        cluster.cancelJob(id).get(30, TimeUnit.SECONDS);
        await(id);
    }

    private static final class Started implements ExtensionContext.Store.CloseableResource {
        private final MiniCluster cluster;

        Started() {
            var configuration = new Configuration();
            cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setConfiguration(configuration)
                    .setNumTaskManagers(1)
                    .setNumSlotsPerTaskManager(4)
                    .withRandomPorts()
                    .build());
            try {
                cluster.start();
            } catch (Exception e) {
                throw new IllegalStateException("Flink did not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            cluster.close();
        }
    }
}
