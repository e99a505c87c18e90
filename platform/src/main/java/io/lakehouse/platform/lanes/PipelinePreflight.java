package io.lakehouse.platform.lanes;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.CaptureFinding;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Preflight;
import io.lakehouse.platform.source.Preflight.PlacedTable;
import java.util.List;
import java.util.stream.IntStream;

/** What stands in the way of a declared pipeline, found before anything of it is made. */
public final class PipelinePreflight {
    private PipelinePreflight() {}

    /**
     * The findings about a pipeline's source, those that refuse first.
     *
     * @throws io.lakehouse.platform.engine.Failure when the source does not answer
     */
    public static List<CaptureFinding> of(Blueprint blueprint, DeclaredPipeline declared) {
        return of(new SourceAccess(blueprint).source(declared), declared);
    }

    static List<CaptureFinding> of(DatabaseAddress source, DeclaredPipeline declared) {
        var pipeline = declared.pipeline();
        var tables = IntStream.range(0, pipeline.tables().size())
                .mapToObj(index -> new PlacedTable(pipeline.tables().get(index), declared.table(index)))
                .toList();
        return new Preflight(pipeline.slot(), pipeline.publication(), declared.place(""), tables).of(source);
    }
}
