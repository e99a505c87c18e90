package io.lakehouse.platform.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads {@code engines.yaml} strictly: what it does not know, or would have to guess, is an error. */
final class CatalogueFile {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path file;

    private CatalogueFile(Path file) {
        this.file = file;
    }

    static Catalogue read(Path file) {
        return new CatalogueFile(file).catalogue();
    }

    private Catalogue catalogue() {
        var document = document();
        var bundles = new LinkedHashMap<String, Bundle>();
        present(document.bundles(), "bundles").forEach((name, declared) -> {
            checkName(name, "bundles." + name);
            bundles.put(name, bundle(name, present(declared, "bundles." + name)));
        });
        var engines = new LinkedHashMap<String, EngineEntry>();
        var owners = new LinkedHashMap<Integer, String>();
        present(document.engines(), "engines").forEach((name, declared) -> {
            checkName(name, "engines." + name);
            engines.put(name, engine("engines." + name, present(declared, "engines." + name), bundles));
            engines.get(name).ports().forEach((port, number) -> claim(owners, number, name + "." + port));
        });
        return new Catalogue(bundles, engines);
    }

    private void claim(Map<Integer, String> owners, int port, String owner) {
        var other = owners.putIfAbsent(port, owner);
        if (other != null) {
            throw error("engines." + owner.replace(".", ".ports."), "port " + port + " is also that of " + other);
        }
    }

    private Bundle bundle(String name, DeclaredBundle declared) {
        var path = "bundles." + name;
        var version = present(declared.version(), path + ".version");
        if ((declared.artifacts() == null) == (declared.architectures() == null)) {
            throw error(path, "needs either artifacts or architectures");
        }
        var artifacts = new LinkedHashMap<String, List<Coordinates>>();
        if (declared.artifacts() != null) {
            artifacts.put(Bundle.ANY, coordinates(declared.artifacts(), path + ".artifacts"));
        } else {
            present(declared.architectures(), path + ".architectures")
                    .forEach((architecture, texts) ->
                            artifacts.put(architecture, coordinates(texts, path + ".architectures." + architecture)));
        }
        var exclusions = Objects.requireNonNullElse(declared.exclusions(), List.<String>of());
        for (var exclusion : exclusions) {
            if (!exclusion.matches("[^:*]+:([^:*]+|\\*)")) {
                throw error(path + ".exclusions", "\"" + exclusion + "\" is not group:artifact or group:*");
            }
        }
        var transitive = declared.transitive() == null || declared.transitive();
        var unpack = Optional.ofNullable(declared.unpack()).map(rule -> unpack(rule, path + ".unpack"));
        if (unpack.isPresent() && (transitive || artifacts.values().stream().anyMatch(list -> list.size() != 1))) {
            throw error(path + ".unpack", "an archive stands alone: give one artifact and transitive: false");
        }
        return new Bundle(name, version, artifacts, exclusions, transitive, unpack);
    }

    private Bundle.Unpack unpack(DeclaredUnpack rule, String path) {
        var strip = Objects.requireNonNullElse(rule.strip(), 0);
        var include = Objects.requireNonNullElse(rule.include(), List.<String>of());
        if (strip < 0) {
            throw error(path + ".strip", strip + " is below 0");
        }
        return new Bundle.Unpack(Objects.requireNonNullElse(rule.nested(), ""), strip, include);
    }

    private List<Coordinates> coordinates(@Nullable List<String> texts, String path) {
        if (texts == null || texts.isEmpty()) {
            throw error(path, "is empty; give group:artifact:version[:extension[:classifier]]");
        }
        try {
            return texts.stream().map(Coordinates::parse).toList();
        } catch (IllegalArgumentException e) {
            throw error(path, String.valueOf(e.getMessage()));
        }
    }

    private EngineEntry engine(String path, DeclaredEngine declared, Map<String, Bundle> bundles) {
        var bundle = present(declared.bundle(), path + ".bundle");
        if (!bundles.containsKey(bundle)) {
            throw error(
                    path + ".bundle",
                    "there is no bundle " + bundle + "; there are " + String.join(", ", bundles.keySet()));
        }
        int jdk = present(declared.jdk(), path + ".jdk");
        var jvm = Objects.requireNonNullElse(declared.jvm(), List.<String>of());
        if (jdk == 0 && !jvm.isEmpty()) {
            throw error(path + ".jvm", "a native program (jdk: 0) takes no JVM flags");
        }
        var ports = Objects.requireNonNullElse(declared.ports(), Map.<String, Integer>of());
        ports.forEach((name, port) -> {
            if (port == null || port < 1 || port > 65535) {
                throw error(path + ".ports." + name, port + " is no port; give 1 to 65535");
            }
        });
        int memory = present(declared.memory(), path + ".memory");
        return new EngineEntry(bundle, jdk, ports, jvm, memory);
    }

    private Document document() {
        try {
            return present(YAML.readValue(Files.readString(file), Document.class), "bundles");
        } catch (UnrecognizedPropertyException e) {
            var known = Optional.ofNullable(e.getKnownPropertyIds()).orElse(List.of()).stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw error(path(e), "is unknown; known are " + known);
        } catch (JsonProcessingException e) {
            throw syntax(e)
                    .map(problem -> error(line(problem), "", problem.getProblem(), e))
                    .orElseGet(() -> error("", e instanceof JsonMappingException it ? path(it) : "", firstLine(e), e));
        } catch (IOException e) {
            throw new Failure("cannot read the catalogue " + file + ": " + e + "; is this a checkout of lakehouse?", e);
        }
    }

    private static String path(JsonMappingException e) {
        var path = new StringBuilder();
        for (var reference : e.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    /** What is wrong with the YAML itself. Jackson knows the line of nothing else: it reads ahead. */
    private static Optional<MarkedYAMLException> syntax(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException problem) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    private static String line(MarkedYAMLException problem) {
        return problem.getProblemMark() == null
                ? ""
                : ":" + (problem.getProblemMark().getLine() + 1);
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("is no YAML");
    }

    private void checkName(String name, String path) {
        if (!NAME.matcher(name).matches()) {
            throw error(path, "a name is made of small letters, digits and single hyphens");
        }
    }

    private <T> T present(@Nullable T value, String path) {
        if (value == null) {
            throw error(path, "is missing");
        }
        return value;
    }

    private Failure error(String path, String problem) {
        return error("", path, problem, null);
    }

    private Failure error(String line, String path, String problem, @Nullable Throwable cause) {
        return new Failure(file + line + (path.isEmpty() ? "" : " " + path) + ": " + problem, cause);
    }

    private record Document(
            @Nullable Map<String, @Nullable DeclaredBundle> bundles,
            @Nullable Map<String, @Nullable DeclaredEngine> engines) {}

    private record DeclaredBundle(
            @Nullable String version,
            @Nullable List<String> artifacts,
            @Nullable Map<String, List<String>> architectures,
            @Nullable List<String> exclusions,
            @Nullable Boolean transitive,
            @Nullable DeclaredUnpack unpack) {}

    private record DeclaredUnpack(@Nullable String nested, @Nullable Integer strip, @Nullable List<String> include) {}

    private record DeclaredEngine(
            @Nullable String bundle,
            @Nullable Integer jdk,
            @Nullable Map<String, Integer> ports,
            @Nullable Integer memory,
            @Nullable List<String> jvm) {}
}
