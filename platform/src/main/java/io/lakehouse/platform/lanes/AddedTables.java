package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.SnapshotConnector;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import java.util.List;

/** The tables whose rows no snapshot of a pipeline's connector reads, since it captures others already. */
final class AddedTables {
    private AddedTables() {}

    /**
     * Those that were not applied before; none while the first snapshot is to come, or when no row is to be read.
     *
     * @param target what the pipeline becomes
     * @param applied what was applied of it
     * @param observed what there is of it
     * @param epoch the incarnation of its slot
     */
    static List<TableDeclaration> of(
            PipelineTarget target, List<Resource> applied, List<Resource> observed, CaptureEpoch epoch) {
        var isCaptured = epoch.slotSeen() || observed.stream().anyMatch(resource -> resource.kind() == Kind.CONNECTOR);
        if (!isCaptured || !SnapshotConnector.isWanted(target.connector())) {
            return List.of();
        }
        var before = applied.stream()
                .filter(resource -> resource.kind() == Kind.REPLICA_IDENTITY)
                .map(Resource::name)
                .toList();
        return target.plan().pipeline().tables().stream()
                .filter(table -> !before.contains(table.qualifiedName()))
                .toList();
    }
}
