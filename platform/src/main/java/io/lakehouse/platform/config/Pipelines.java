package io.lakehouse.platform.config;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The pipelines that a user declares.
 *
 * @param all in the order of their files
 */
public record Pipelines(List<DeclaredPipeline> all) {
    private static final List<String> SUFFIXES = List.of(".yaml", ".yml");

    /** Refuses pipelines of one name and stores that two of them would share. */
    public Pipelines {
        all = List.copyOf(all);
        var taken = new TakenNames();
        for (var declared : all) {
            taken.take(declared).stream().findFirst().ifPresent(clash -> {
                throw new Failure(clash);
            });
        }
    }

    /**
     * Reads one file, or every {@code *.yaml} and {@code *.yml} of a folder.
     *
     * @throws Failure when something is wrong: one line with file, line and path of the first mistake, and how many more
     *     there are
     */
    public static Pipelines read(Path fileOrFolder) {
        var readings = examine(fileOrFolder);
        var mistakes = readings.stream()
                .flatMap(reading -> reading.mistakes().stream())
                .toList();
        if (!mistakes.isEmpty()) {
            var others = mistakes.size() - 1;
            throw new Failure(mistakes.get(0)
                    + (others == 0
                            ? ""
                            : " (the first of " + mistakes.size()
                                    + " mistakes: lakehouse connectors validate --shape-only tells all)"));
        }
        return new Pipelines(readings.stream()
                .flatMap(reading -> reading.pipeline().stream())
                .toList());
    }

    /**
     * Reads likewise and goes on behind mistakes; a name that is taken by a file before is one of them.
     *
     * @throws Failure when the folder itself cannot be read
     */
    public static List<Reading> examine(Path fileOrFolder) {
        var taken = new TakenNames();
        return files(fileOrFolder).stream()
                .map(PipelineReader::read)
                .map(reading -> {
                    var clashes = reading.pipeline().map(taken::take).orElse(List.of());
                    return clashes.isEmpty() ? reading : new Reading(reading.file(), Optional.empty(), clashes);
                })
                .toList();
    }

    /** Those that {@code up} applies by itself. */
    public List<DeclaredPipeline> enabled() {
        return all.stream().filter(declared -> declared.pipeline().enabled()).toList();
    }

    /**
     * The pipeline of a name, enabled or not.
     *
     * @throws Failure when there is none; it names those that there are
     */
    public DeclaredPipeline named(String name) {
        return all.stream()
                .filter(declared -> declared.pipeline().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure("no pipeline is named " + name + "; declared are "
                        + all.stream()
                                .map(declared -> declared.pipeline().name())
                                .toList()));
    }

    private static List<Path> files(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (var files = Files.list(fileOrFolder)) {
            return files.filter(file ->
                            SUFFIXES.stream().anyMatch(file.getFileName().toString()::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure("the folder " + fileOrFolder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
