package io.lakehouse.platform.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.contract.job.JobParameters;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The jobs of a Flink session cluster, over its REST interface. */
public final class FlinkJobs {
    private final JsonRest rest;

    /** The cluster at this address, {@code http://host:port}. */
    public FlinkJobs(Endpoint endpoint) {
        this.rest = new JsonRest(endpoint);
    }

    /**
     * A job that the cluster knows.
     *
     * @param id its id
     * @param name its name
     * @param state Flink's word for its state
     * @param started when it started, in ms since 1970
     */
    public record Job(String id, String name, String state, long started) {
        /** Whether it works, or is on the way to. */
        public boolean isAlive() {
            return switch (state) {
                case "INITIALIZING", "CREATED", "RUNNING", "FAILING", "RESTARTING", "RECONCILING" -> true;
                default -> false;
            };
        }

        /** Whether all of its tasks may work now. */
        public boolean isRunning() {
            return state.equals("RUNNING");
        }
    }

    /**
     * How a job is started.
     *
     * @param name the job's name, which it gives itself in its main class
     * @param jar file of the job
     * @param mainClass class whose main builds it
     * @param arguments arguments of that main
     * @param checkpoints folder in which its checkpoints are kept
     */
    public record Submission(String name, Path jar, String mainClass, List<String> arguments, Path checkpoints) {
        /** Keeps its own copy of the arguments. */
        public Submission {
            arguments = List.copyOf(arguments);
        }
    }

    /** The jobs, the newest first. */
    public List<Job> list() throws RestException {
        var jobs = new ArrayList<Job>();
        for (var job : rest.get("/jobs/overview").path("jobs")) {
            jobs.add(new Job(
                    job.path("jid").asText(),
                    job.path("name").asText(),
                    job.path("state").asText(),
                    job.path("start-time").asLong()));
        }
        jobs.sort((left, right) -> Long.compare(right.started(), left.started()));
        return jobs;
    }

    /** The living job of this name. */
    public Optional<Job> alive(String name) throws RestException {
        return list().stream()
                .filter(job -> job.name().equals(name) && job.isAlive())
                .findFirst();
    }

    /** Whether every task of a job runs. */
    public boolean allTasksRun(String jobId) throws RestException {
        for (var vertex : rest.get("/jobs/" + jobId).path("vertices")) {
            if (!vertex.path("status").asText().equals("RUNNING")) {
                return false;
            }
        }
        return true;
    }

    /**
     * Starts a job, from its newest checkpoint when it has one.
     *
     * @return the job's id
     */
    public String submit(Submission submission) throws IOException {
        var jar = upload(submission.jar());
        ObjectNode body = JsonRest.JSON.createObjectNode();
        body.put("entryClass", submission.mainClass());
        submission.arguments().forEach(body.putArray("programArgsList")::add);
        Checkpoints.newest(submission.checkpoints())
                .ifPresent(checkpoint ->
                        body.put("savepointPath", checkpoint.toUri().toString()));
        var answer = rest.post("/jars/" + jar + "/run", body);
        var id = answer.path("jobid").asText();
        if (id.isEmpty()) {
            throw new Failure("Flink took " + submission.name() + " without giving a job id: " + answer);
        }
        return id;
    }

    /**
     * What a job was started with, as it tells itself: the JSON of its spec.
     *
     * @return empty when the job does not tell
     */
    public Optional<String> specification(String jobId) throws RestException {
        var spec = rest.get("/jobs/" + jobId + "/config")
                .path("execution-config")
                .path("user-config")
                .path(JobParameters.SPEC);
        return spec.isMissingNode() ? Optional.empty() : Optional.of(spec.asText());
    }

    /**
     * Stops a job with a savepoint that stands as its newest checkpoint, so that whoever starts the job again, whenever
     * that is, goes on from it.
     *
     * @throws Failure when the savepoint fails or takes longer than the time given; the job works on then
     */
    public void stop(String jobId, Path checkpoints, Duration timeout) throws IOException {
        var body = JsonRest.JSON.createObjectNode().put("drain", false);
        body.put("targetDirectory", checkpoints.resolve(jobId).toUri().toString());
        var trigger =
                rest.post("/jobs/" + jobId + "/stop", body).path("request-id").asText();
        awaitOperation("stopping Flink job " + jobId, "/jobs/" + jobId + "/savepoints/" + trigger, timeout);
        var savepoint =
                rest.get("/jobs/" + jobId + "/checkpoints").path("latest").path("savepoint");
        Checkpoints.takeUp(
                Path.of(URI.create(savepoint.path("external_path").asText())),
                savepoint.path("id").asLong());
    }

    /** Removes everything that jobs of one name have kept in their folder; a folder that is not there is fine. */
    public static void forget(Path checkpoints) throws IOException {
        Checkpoints.remove(checkpoints);
    }

    /** Cancels a job; its newest checkpoint stays. */
    public void cancel(String jobId) throws RestException {
        rest.patch("/jobs/" + jobId + "?mode=cancel", null);
    }

    /**
     * Asks for a checkpoint and returns when it is complete.
     *
     * @throws Failure when it fails or takes longer than the time given
     */
    public void checkpoint(String jobId, Duration timeout) throws RestException {
        var trigger = rest.post("/jobs/" + jobId + "/checkpoints", "{\"checkpointType\":\"CONFIGURED\"}")
                .path("request-id")
                .asText();
        awaitOperation("a checkpoint of Flink job " + jobId, "/jobs/" + jobId + "/checkpoints/" + trigger, timeout);
    }

    private void awaitOperation(String what, String path, Duration timeout) throws RestException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var status = rest.get(path);
            if (status.path("status").path("id").asText().equals("COMPLETED")) {
                var operation = status.path("operation");
                if (operation.has("failure-cause")) {
                    throw new Failure(what + " failed: " + cause(operation));
                }
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new Failure(what + " was not complete after " + timeout.toSeconds()
                        + " s; see its page in Flink and the log of flink-taskmanager");
            }
            pause(Duration.ofMillis(20));
        }
    }

    /** The root cause of a job's last failure, one line. */
    public Optional<String> failure(String jobId) throws RestException {
        var entries = rest.get("/jobs/" + jobId + "/exceptions?maxExceptions=1")
                .path("exceptionHistory")
                .path("entries");
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var lines = entries.get(0).path("stacktrace").asText().lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .or(() -> lines.stream().findFirst());
    }

    private static String cause(JsonNode operation) {
        return operation.path("failure-cause").path("class").asText() + " "
                + operation
                        .path("failure-cause")
                        .path("stack-trace")
                        .asText()
                        .lines()
                        .findFirst()
                        .orElse("");
    }

    private String upload(Path jar) throws IOException {
        var boundary = "lakehouse-" + UUID.randomUUID();
        var head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                        + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        var tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create(rest.base() + "/jars/upload"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArrays(List.of(head, Files.readAllBytes(jar), tail)));
        var name = rest.answer(request).path("filename").asText();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while waiting for Flink", e);
        }
    }
}
