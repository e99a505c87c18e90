package io.lakehouse.platform.plan.diff;

import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.plan.diff.Change.Verdict;
import java.util.List;

/** What may be done to a living pipeline, what loses something, and what is refused, with the way out. */
final class Rules {
    /** Field of a topic: its number of partitions. */
    static final String PARTITIONS = "partitions";
    /** Last word of a field that holds the columns of a key. */
    static final String KEY = "key";

    private static final String RECOVERY =
            "changes since its last position are lost; lakehouse recover makes a new one and reads every table again";

    private Rules() {}

    /**
     * A change with its verdict.
     *
     * @param applied whether the object was applied before
     */
    static Change judge(Action action, Resource resource, List<FieldChange> fields, boolean applied) {
        if (action == Action.CREATE && resource.kind() == Kind.SLOT && applied) {
            return change(
                    action,
                    resource,
                    fields,
                    Verdict.REFUSED,
                    "the replication slot " + resource.name() + " is gone: " + RECOVERY);
        }
        if (action == Action.DELETE && resource.kind().holdsData()) {
            return change(action, resource, fields, Verdict.DESTRUCTIVE, "what it holds is lost");
        }
        if (action == Action.UPDATE) {
            for (var field : fields) {
                var refusal = refusal(resource, field, applied);
                if (!refusal.isEmpty()) {
                    return change(action, resource, fields, Verdict.REFUSED, refusal);
                }
            }
        }
        return change(action, resource, fields, Verdict.SAFE, "");
    }

    private static String refusal(Resource resource, FieldChange field, boolean applied) {
        if (resource.kind() == Kind.SLOT && field.field().equals(Resource.MISSING_CHANGES)) {
            return applied
                    ? field.before() + ": " + RECOVERY
                    : field.before() + ", and no capture of this home needs it; drop it and apply again: SELECT"
                            + " pg_drop_replication_slot('" + resource.name() + "')";
        }
        if (resource.kind() == Kind.TOPIC && field.field().equals(PARTITIONS)) {
            return "topic " + resource.name() + " has " + field.before() + " partitions, not " + field.after()
                    + " as declared: a key would change its partition; destroy the pipeline and apply it anew, or"
                    + " declare " + field.before();
        }
        var isKey = field.field().equals(KEY) || field.field().endsWith(" " + KEY);
        var wasThere = !field.before().isEmpty() && !field.after().isEmpty();
        if (isKey && wasThere && (resource.kind() == Kind.PINOT_SCHEMA || resource.kind() == Kind.FLINK_JOB)) {
            return field.field() + " of " + resource.kind().label() + " " + resource.name() + " is " + field.before()
                    + ", not " + field.after()
                    + " as declared: rows that are stored stand under the old key; take the table out with apply"
                    + " --allow-destroy and declare it anew, or declare the key " + field.before();
        }
        return "";
    }

    private static Change change(
            Action action, Resource resource, List<FieldChange> fields, Verdict verdict, String reason) {
        return new Change(action, resource.kind(), resource.name(), fields, verdict, reason);
    }
}
