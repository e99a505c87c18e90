package io.lakehouse.platform.cli;

import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.PublishedStates;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.realtime.PinotAnswer;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.source.SourceDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code query source|pinot|trino "SQL"}. */
@Command(
        name = "query",
        description = "Asks one engine by SQL, as it was typed, and shows every value as the engine gives it.")
final class Query extends Verb implements Callable<Integer> {
    /** Who is asked. */
    enum Target {
        /** The source database; it may also be written. */
        SOURCE,
        /** The real-time tables. */
        PINOT,
        /** The lake, and the source beside it. */
        TRINO
    }

    @Parameters(index = "0", paramLabel = "source|pinot|trino", description = "Who is asked.")
    private Target target = Target.TRINO;

    @Parameters(index = "1", paramLabel = "SQL", description = "One statement.")
    private String sql = "";

    @Option(names = "--format", defaultValue = "table", description = "table, csv or json (default: ${DEFAULT-VALUE}).")
    private AnswerPrinter format = AnswerPrinter.TABLE;

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            description = "Whose source is asked (default: the only enabled pipeline's).")
    private @Nullable String pipeline;

    @Option(
            names = "--at",
            paramLabel = "TAG|RUN|TIME",
            description =
                    "Trino only: every table of the lake as it was published then. A tag of batch tag, the identity"
                            + " of a run, or a moment as 2026-01-01T12:00:00, UTC.")
    private @Nullable String at;

    @Override
    public Integer call() throws Exception {
        if (sql.isBlank()) {
            throw new ParameterException(spec().commandLine(), "the statement is empty");
        }
        if (at != null && target != Target.TRINO) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--at is for trino: " + target.name().toLowerCase(Locale.ROOT) + " has no published states");
        }
        var blueprint = blueprint();
        var answer = at == null
                ? ask(blueprint, target, sql, pipeline)
                : new PublishedStates(blueprint).query(unended(sql), at);
        if (answer.updated() >= 0) {
            out().println(answer.updated() == 1 ? "1 row written" : answer.updated() + " rows written");
        } else {
            format.print(answer, out());
        }
        out().flush();
        return 0;
    }

    private Blueprint blueprint() throws IOException {
        return switch (target) {
            case PINOT -> session().asking("pinot");
            case TRINO -> session().asking("trino");
            case SOURCE -> {
                var blueprint = session().blueprint(Selection.ALL);
                yield named(blueprint, pipeline).pipeline().source() instanceof Source.External
                        ? blueprint
                        : session().asking("postgres");
            }
        };
    }

    /** Runs one statement. */
    static Answer ask(Blueprint blueprint, Target target, String sql, @Nullable String pipeline) {
        var addresses = blueprint.addresses();
        return switch (target) {
            case PINOT -> {
                var found = new PinotQuery(new JsonRest(addresses.pinotBroker())).run(sql);
                yield Answer.rows(
                        found.columns().stream().map(PinotAnswer.Column::name).toList(), found.rows());
            }
            case TRINO -> trino(addresses.trino(), unended(sql));
            case SOURCE -> source(blueprint, sql, pipeline);
        };
    }

    /** A statement without the semicolons that end it: the other engines take them, Trino's server does not. */
    static String unended(String sql) {
        return sql.stripTrailing().replaceFirst("[;\\s]+$", "");
    }

    private static Answer trino(Endpoint address, String sql) {
        try {
            return new TrinoSql(address).run(sql);
        } catch (SQLException e) {
            throw new Failure("trino at " + address + ": " + e.getMessage(), e);
        }
    }

    private static Answer source(Blueprint blueprint, String sql, @Nullable String pipeline) {
        var database = new SourceDatabase(new SourceAccess(blueprint).source(named(blueprint, pipeline)));
        try {
            return database.query(sql);
        } catch (SQLException e) {
            throw new Failure("source " + database.address() + ": " + e.getMessage(), e);
        }
    }

    private static DeclaredPipeline named(Blueprint blueprint, @Nullable String pipeline) {
        var enabled = blueprint.pipelines().enabled();
        if (pipeline == null && enabled.size() != 1) {
            throw new Failure("there are " + enabled.size() + " enabled pipelines: name one with --pipeline");
        }
        return pipeline == null ? enabled.get(0) : blueprint.pipelines().named(pipeline);
    }
}
