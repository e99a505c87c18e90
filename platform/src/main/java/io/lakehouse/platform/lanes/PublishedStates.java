package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.RunIdentity;
import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Interruption;
import io.lakehouse.platform.engine.rest.RestException;
import io.lakehouse.platform.lake.LakeReferences;
import io.lakehouse.platform.lake.LakeReferences.Commit;
import io.lakehouse.platform.lake.LakeReferences.Tag;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.query.TrinoCatalogs;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.query.pinned.PinnedCatalogs;
import java.net.HttpURLConnection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states in which the lake was published: all tables of one commit. Somebody names those that matter by tags; each tag
 * is a catalogue of Trino, {@code nessie_<tag>}, for every client (docs/decisions/0100).
 */
public final class PublishedStates {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedStates.class);

    /** It becomes part of a catalogue's name, which nobody should have to quote. */
    private static final String NAME = "[a-z][a-z0-9_]{0,62}";

    /** Trino's codes for a schema and a table that are not there. */
    private static final Set<Integer> NOT_THERE = Set.of(45, 46);

    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:mm", "Z")
            .toFormatter(Locale.ROOT);

    private final Blueprint blueprint;
    private final LakeReferences references;
    private final PinnedCatalogs catalogs;

    /** The states of the lake of a platform. */
    public PublishedStates(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.references = new LakeReferences(
                blueprint.addresses().nessie(), blueprint.lake().reference());
        this.catalogs = new PinnedCatalogs(
                new TrinoSql(blueprint.addresses().trino()),
                blueprint.home().configuration("trino").resolve(TrinoCatalogs.KEYS_FILE));
    }

    /**
     * Names the state that a run published.
     *
     * @return name of the catalogue that reads it; empty with a Trino of somebody else, which is given none
     * @throws Failure when the name is none or taken, or no such run published
     */
    public Optional<String> tag(String runId, String name) {
        if (!name.matches(NAME) || PassingTag.isOne(name)) {
            throw new Failure("tag \"" + name
                    + "\": expected a-z, 0-9 and _, a letter first, 63 characters at most, and" + " not "
                    + PassingTag.PREFIX + " in front, since the catalogue nessie_<tag> is named after it");
        }
        try {
            references.create(new Tag(name, publishedBy(runId).hash()));
        } catch (RestException e) {
            throw e.status() == HttpURLConnection.HTTP_CONFLICT ? taken(name, e) : failed(e);
        }
        return blueprint.external().contains("trino") ? Optional.empty() : Optional.of(pin(name));
    }

    /**
     * Whether a run has published.
     *
     * @throws Failure when Nessie does not answer
     */
    public boolean hasPublished(String runId) {
        try {
            return references.commitOf(BatchSpec.publicationOf(runId)).isPresent();
        } catch (RestException e) {
            throw failed(e);
        }
    }

    /** The tags, by name. */
    public List<Tag> tags() {
        try {
            return references.tags().stream()
                    .filter(tag -> !PassingTag.isOne(tag.name()))
                    .toList();
        } catch (RestException e) {
            throw failed(e);
        }
    }

    /**
     * Takes a tag and its catalogue away, also when one of them is gone already.
     *
     * @throws Failure when there is no such tag
     */
    public void untag(String name) {
        try {
            var tag = references.tag(name);
            var isPinned = !blueprint.external().contains("trino") && catalogs.has(name);
            if (tag.isEmpty() && !isPinned) {
                throw unknownTag(name);
            }
            if (isPinned) {
                catalogs.drop(name);
            }
            if (tag.isPresent()) {
                references.delete(tag.get());
            }
        } catch (RestException e) {
            throw failed(e);
        }
    }

    /**
     * Asks Trino, with every table of the lake as it was in one published state.
     *
     * @param at name of a tag, identity of a run, or a moment: a date and time in ISO 8601, UTC unless it says otherwise
     * @throws Failure when there was no such state, or the statement names what is always of this moment
     */
    public Answer query(String sql, String at) {
        if (blueprint.external().contains("trino")) {
            throw new Failure("--at makes a catalogue for the query, and a Trino of yours is given none: make one with"
                    + " iceberg.nessie-catalog.ref at a tag of lakehouse batch tag");
        }
        PinnedCatalogs.requirePinnable(sql);
        try {
            // Nessie refuses to look for what can be no name of a tag.
            if (at.matches(NAME) && references.tag(at).isPresent()) {
                return ask(sql, at, "tag " + at);
            }
            var state = commit(at);
            try {
                return once(sql, state);
            } catch (Failure e) {
                throw new Failure(e.getMessage() + whatIsKept(state), e);
            }
        } catch (RestException e) {
            throw failed(e);
        }
    }

    /** A state that has no name gets one for the query, which is taken away also when the query is interrupted. */
    private Answer once(String sql, Commit state) throws RestException {
        var passing = new Tag(PassingTag.name(Instant.now()), state.hash());
        // The statement ends when the process is interrupted, and the process waits for what comes behind it here.
        try (var interruption = Interruption.stops(() -> LOG.debug("{} is taken away", passing.name()))) {
            try {
                references.create(passing);
                return ask(sql, passing.name(), state.time().toString());
            } finally {
                takeAway(passing);
            }
        }
    }

    /**
     * Takes away what queries left that were killed.
     *
     * @param before when they were asked; none is under way for as long as since then
     */
    public void takeAwayLeft(Instant before) {
        if (blueprint.external().contains("trino")) {
            return;
        }
        try {
            references.tags().stream()
                    .filter(tag -> PassingTag.isOne(tag.name()) && PassingTag.isBefore(tag.name(), before))
                    .forEach(this::takeAway);
        } catch (RestException e) {
            throw failed(e);
        }
    }

    /** What cannot be taken away is left for upkeep. */
    private void takeAway(Tag passing) {
        try {
            catalogs.drop(passing.name());
            references.delete(passing);
        } catch (Failure | RestException e) {
            LOG.warn("tag={} stays until upkeep", passing.name(), e);
        }
    }

    /** Asks at a tag. Its catalogue is told of by the name that was asked for. */
    private Answer ask(String sql, String tag, String state) {
        var catalog = pin(tag);
        try {
            return new TrinoSql(blueprint.addresses().trino()).run(PinnedCatalogs.pinned(sql, catalog));
        } catch (SQLException e) {
            var message = "trino: " + String.valueOf(e.getMessage()).replace(catalog, TrinoCatalogs.LAKE);
            throw new Failure(
                    NOT_THERE.contains(e.getErrorCode() & 0xffff)
                            ? message + "; no run had published it in the state of " + state
                            : message,
                    e);
        }
    }

    private String pin(String tag) {
        var lake = blueprint.lake();
        var nessie = blueprint.settings().nessie();
        var isAsked = nessie != null && nessie.login() != null;
        return catalogs.ensure(tag, lake.nessieUri(), lake.warehouse(), lake.s3Endpoint(), lake.s3Region(), isAsked);
    }

    /** What to know of a state that cannot be read and is older than what upkeep keeps; nothing when it is not. */
    private String whatIsKept(Commit state) throws RestException {
        return references
                .commitOf(BatchSpec.UPKEEP)
                .map(upkeep -> upkeep.message().split(BatchSpec.READABLE_SINCE, 2))
                .filter(parts -> parts.length == 2 && state.time().isBefore(Instant.parse(parts[1].strip())))
                .map(parts -> "; this state was published at " + state.time() + ", and upkeep keeps those since "
                        + parts[1].strip()
                        + " (batch.time_travel) and those that are tagged in time (lakehouse batch tag)")
                .orElse("");
    }

    private Commit commit(String at) throws RestException {
        if (at.matches(RunIdentity.PATTERN)) {
            return publishedBy(at);
        }
        var moment = moment(at);
        return references
                .commitAt(moment)
                .orElseThrow(() -> new Failure("--at " + at + ": nothing had been published at " + moment));
    }

    private Commit publishedBy(String runId) {
        try {
            return references
                    .commitOf(BatchSpec.publicationOf(runId))
                    .orElseThrow(() -> new Failure("no run " + runId
                            + " has published; lakehouse batch history lists the runs, and only one that is published"
                            + " made a state"));
        } catch (RestException e) {
            throw failed(e);
        }
    }

    /** The moment of a text. */
    static Instant moment(String text) {
        var iso = text.strip().replace(' ', 'T');
        try {
            if (iso.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return iso.matches(".*T.*(Z|[+-]\\d{2}(:\\d{2})?)")
                    ? OffsetDateTime.parse(iso, ZONED).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Failure(
                    "--at " + text + ": there is no tag of that name, and it is neither the identity of a run"
                            + " (20260101T120000000Z) nor a moment (2026-01-01T12:00:00); lakehouse batch tags lists the tags",
                    e);
        }
    }

    private Failure taken(String name, RestException conflict) {
        try {
            return new Failure(
                    references.tag(name).isPresent()
                            ? "there is a tag " + name + " already: take another name, or take that one away with"
                                    + " lakehouse batch untag " + name
                            : "there is a branch " + name + " already: take another name",
                    conflict);
        } catch (RestException e) {
            return failed(e);
        }
    }

    private static Failure unknownTag(String name) {
        return new Failure("there is no tag " + name + "; lakehouse batch tags lists them");
    }

    private static Failure failed(RestException e) {
        return new Failure("nessie: " + e.getMessage(), e);
    }
}
