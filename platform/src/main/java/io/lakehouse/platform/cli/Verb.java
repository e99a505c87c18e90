package io.lakehouse.platform.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all verbs share: the global options, and where to print. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class Verb {
    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable Session session;

    /** The home, the catalogue and the declarations that the options name. */
    final Session session() {
        if (session == null) {
            session = Session.of(options());
        }
        return session;
    }

    final GlobalOptions options() {
        return ((Main) spec().root().userObject()).options();
    }

    /** Standard output. */
    final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    final CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the command yet");
        }
        return spec;
    }
}
