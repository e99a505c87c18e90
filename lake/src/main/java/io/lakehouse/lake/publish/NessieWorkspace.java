package io.lakehouse.lake.publish;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch of Nessie that one run works on. It starts at the head of the published branch; the publication is one
 * merge, which is one commit there.
 */
public final class NessieWorkspace implements Workspace {
    private static final Logger LOG = LoggerFactory.getLogger(NessieWorkspace.class);

    private final NessieReferences references;
    private final String catalog;
    private final String target;
    private final String base;
    private final String branch;

    private NessieWorkspace(NessieReferences references, String catalog, String target, String base, String branch) {
        this.references = references;
        this.catalog = catalog;
        this.target = target;
        this.base = base;
        this.branch = branch;
    }

    /**
     * Opens a workspace. A branch of its name that is there already was left by a run of the same identity that was
     * killed; it is made anew.
     *
     * @param uri Nessie's address, ending in {@code /api/v2}
     * @param target branch to start from and to publish to
     * @param branch name of the workspace's own branch
     * @param catalog name of the Spark catalogue that is set to that branch
     * @throws PublicationException when Nessie cannot be asked or has no such target
     */
    public static NessieWorkspace open(String uri, String target, String branch, String catalog) {
        var references = new NessieReferences(uri);
        var base = references
                .head(target)
                .orElseThrow(() -> new PublicationException("Nessie at " + uri + " has no branch " + target));
        references.head(branch).ifPresent(hash -> references.delete(branch, hash));
        references.create(branch, target, base);
        return new NessieWorkspace(references, catalog, target, base, branch);
    }

    @Override
    public String catalog() {
        return catalog;
    }

    @Override
    public void publish(String message) {
        var head = references
                .head(branch)
                .orElseThrow(() -> new PublicationException("branch " + branch + " is gone, deleted by somebody else"));
        references.merge(branch, head, target, base, message);
        LOG.info("published branch={} into={}", branch, target);
    }

    /** Deletes the branch. A failure to do so is logged only: what is published is published. */
    @Override
    public void close() {
        try {
            references.head(branch).ifPresent(hash -> references.delete(branch, hash));
        } catch (PublicationException e) {
            LOG.warn("branch={} could not be deleted and stays: {}", branch, e.getMessage());
        }
    }
}
