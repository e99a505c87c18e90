package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.PublishedStates;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that name published states. */
final class BatchTags {
    private BatchTags() {}

    private static PublishedStates states(Verb verb) throws IOException {
        return new PublishedStates(verb.session().asking("nessie", "trino"));
    }

    /** Names one. */
    @Command(
            name = "tag",
            description = "Names the state of all tables that a run published, for query trino --at NAME and as the"
                    + " catalogue nessie_NAME.")
    static final class TagVerb extends Verb implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "RUN", description = "Identity of the run, as batch history tells.")
        private String run = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Its name: a-z, 0-9 and _.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            var catalog = states(this).tag(run, name);
            out().println("run " + run + " is tagged " + name
                    + catalog.map(made -> ", and catalogue " + made + " reads it")
                            .orElse(""));
            out().flush();
            return 0;
        }
    }

    /** Lists them. */
    @Command(name = "tags", description = "The tags, each with the commit that it names.")
    static final class TagsVerb extends Verb implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON: an array of name and hash.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            var tags = states(this).tags();
            if (json) {
                out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tags));
            } else {
                tags.forEach(tag -> out().println(tag.name() + " " + tag.hash()));
            }
            out().flush();
            return 0;
        }
    }

    /** Takes a name away. */
    @Command(name = "untag", description = "Takes a tag and its catalogue away; what it named may then expire.")
    static final class UntagVerb extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The tag.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            states(this).untag(name);
            out().println("tag " + name + " is gone");
            out().flush();
            return 0;
        }
    }
}
