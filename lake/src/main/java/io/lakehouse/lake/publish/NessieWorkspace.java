package io.lakehouse.lake.publish;

import io.lakehouse.contract.job.LakeAddress;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch of Nessie that one run works on. It starts at the head of the published branch; the publication is one
 * merge, which is one commit there.
 */
public final class NessieWorkspace implements Workspace {
    private static final Logger LOG = LoggerFactory.getLogger(NessieWorkspace.class);

    /** How long a publication asks on when it is not told whether it happened. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final NessieReferences references;
    private final String catalog;
    private final String target;
    private final String base;
    private final String branch;
    private boolean kept;

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
     * @param lake where to start from and to publish to
     * @param branch name of the workspace's own branch
     * @param catalog name of the Spark catalogue that is set to that branch
     * @throws PublicationException when Nessie cannot be asked or has no such target
     */
    public static NessieWorkspace open(LakeAddress lake, String branch, String catalog) {
        var references = new NessieReferences(lake);
        var target = lake.reference();
        var base = references
                .head(target)
                .orElseThrow(
                        () -> new PublicationException("Nessie at " + lake.nessieUri() + " has no branch " + target));
        references.head(branch).ifPresent(hash -> references.delete(branch, hash));
        references.create(branch, target, base);
        return new NessieWorkspace(references, catalog, target, base, branch);
    }

    @Override
    public String catalog() {
        return catalog;
    }

    /**
     * Deletes branches that runs have left which are known to have died. One that is gone already is no failure.
     *
     * @param lake the lake that they are branches of
     */
    public static void sweep(LakeAddress lake, List<String> branches) {
        var references = new NessieReferences(lake);
        for (var branch : branches) {
            references.head(branch).ifPresent(hash -> {
                references.delete(branch, hash);
                LOG.info("deleted branch={}, left by a run that died", branch);
            });
        }
    }

    /**
     * Merges. An answer that got lost says nothing about the merge, so Nessie is asked whether it has it, and for the
     * merge again if not: a branch that is merged already has nothing more to give.
     */
    @Override
    public void publish(String message) {
        var head = references
                .head(branch)
                .orElseThrow(() -> new PublicationException("branch " + branch + " is gone, deleted by somebody else"));
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        var asked = false;
        while (true) {
            try {
                if (!asked || !references.hasCommit(target, base, message)) {
                    references.merge(branch, head, target, base, message);
                }
                LOG.info("published branch={} into={}", branch, target);
                return;
            } catch (UnansweredException e) {
                if (System.nanoTime() > giveUp) {
                    throw new PublicationException(
                            "it is not known whether " + branch + " was published: " + e.getMessage()
                                    + "; the next run finds out and goes on from what " + target + " holds",
                            e);
                }
                LOG.warn("branch={} asking again whether it is published: {}", branch, e.getMessage());
                asked = true;
                pause();
            } catch (PublicationException e) {
                if (asked && references.hasCommit(target, base, message)) {
                    LOG.info("published branch={} into={}", branch, target);
                    return;
                }
                throw e;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublicationException("interrupted while a publication was under way", e);
        }
    }

    @Override
    public String keep() {
        kept = true;
        return "branch " + branch;
    }

    /** Deletes the branch. A failure to do so is logged only: what is published is published. */
    @Override
    public void close() {
        if (kept) {
            LOG.info("branch={} is kept", branch);
            return;
        }
        try {
            references.head(branch).ifPresent(hash -> references.delete(branch, hash));
        } catch (PublicationException e) {
            LOG.warn("branch={} could not be deleted and stays: {}", branch, e.getMessage());
        }
    }
}
