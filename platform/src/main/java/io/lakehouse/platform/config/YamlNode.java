package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.InvalidDeclarationException;
import io.lakehouse.contract.declaration.Secrets;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of a YAML file, with the line it stands on and the path that leads to it. Every failure is one line:
 * {@code pipelines/sales.yaml:14 tables[0].key: expected a list, found "id"}.
 */
final class YamlNode {
    private final Path file;
    private final String path;
    private final Node node;
    private final Mistakes mistakes;

    private YamlNode(Path file, String path, Node node, Mistakes mistakes) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.mistakes = mistakes;
    }

    /** Reads a file that holds one document, up to the first mistake. */
    static YamlNode read(Path file) {
        return read(file, Mistakes.FATAL);
    }

    /**
     * Reads a file that holds one document.
     *
     * @param mistakes takes those that reading can go on behind
     * @throws Failure when it cannot be read, is empty or is not YAML
     */
    static YamlNode read(Path file, Mistakes mistakes) {
        try (var reader = Files.newBufferedReader(file)) {
            var node = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
            if (node == null) {
                throw new Failure(file + ": the file is empty");
            }
            return new YamlNode(file, "", node, mistakes);
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new Failure(file + ":" + line + ": not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new Failure(
                    file + ": not YAML: " + e.getMessage().lines().findFirst().orElse(""), e);
        } catch (IOException e) {
            throw new Failure(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + "): check path, mode and UTF-8", e);
        }
    }

    Path file() {
        return file;
    }

    /** A failure that this value is to blame for. */
    Failure failure(String problem) {
        return new Failure(place() + ": " + problem);
    }

    /** {@code pipelines/sales.yaml:14 tables[0].key}. */
    String place() {
        return place(path);
    }

    private String place(String shownPath) {
        var line = file + ":" + (node.getStartMark().getLine() + 1);
        return shownPath.isEmpty() ? line : line + " " + shownPath;
    }

    /** Likewise for a field below, on the line of the deepest value that the file holds on the way to it. */
    String place(String base, String field) {
        var deepest = this;
        var rest = field;
        while (!rest.isEmpty()) {
            // A name that holds dots is a field before it is a way to one.
            var name = deepest.child(rest).isPresent()
                    ? rest
                    : rest.startsWith("[") ? rest.substring(0, rest.indexOf(']') + 1) : rest.split("[.\\[]", 2)[0];
            var next = deepest.child(name);
            if (next.isEmpty()) {
                break;
            }
            deepest = next.get();
            rest = rest.substring(name.length());
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
        }
        return deepest.place(
                base.isEmpty() || field.isEmpty() || field.startsWith("[") ? base + field : base + "." + field);
    }

    private Optional<YamlNode> child(String name) {
        if (name.matches("\\[\\d+]") && node instanceof SequenceNode) {
            var index = Integer.parseInt(name.substring(1, name.length() - 1));
            var items = items();
            return index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
        }
        return node instanceof MappingNode ? Optional.ofNullable(entries().get(name)) : Optional.empty();
    }

    /** Makes a record from this value; what its constructor refuses is reported at the field to blame. */
    <T> T build(Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (InvalidDeclarationException e) {
            throw new Failure(place(path, e.path()) + ": " + e.problem(), e);
        }
    }

    /** This value as a mapping with no other fields than these. */
    YamlNode only(String... known) {
        for (var entry : entries().entrySet()) {
            var name = entry.getKey();
            if (!List.of(known).contains(name)) {
                if (Secrets.isName(name) && entry.getValue().isScalar()) {
                    mistakes.add(entry.getValue().failure("unknown field, and " + Secrets.REMEDY));
                } else {
                    mistakes.add(entry.getValue()
                            .failure("unknown field; " + Spelling.guess(name, known) + "known: "
                                    + String.join(", ", known)));
                }
            }
        }
        return this;
    }

    /** A field that may be missing; one without a value counts as missing. */
    Optional<YamlNode> field(String name) {
        return Optional.ofNullable(entries().get(name)).filter(value -> !value.isNull());
    }

    /** What a field holds, or the usual when it is missing, or mistaken and that was taken. */
    <T> T field(String name, Function<YamlNode, T> read, T usual) {
        return field(name)
                .flatMap(value -> mistakes.attempt(() -> read.apply(value)))
                .orElse(usual);
    }

    /** What is read below; empty when that is mistaken and was taken. */
    <T> Optional<T> attempt(Supplier<T> reading) {
        return mistakes.attempt(reading);
    }

    /** What each value of this list holds; empty when one of them is mistaken and was taken. */
    <T> Optional<List<T>> each(Function<YamlNode, T> read) {
        var values = items().stream()
                .map(item -> mistakes.attempt(() -> read.apply(item)))
                .toList();
        return values.stream().allMatch(Optional::isPresent)
                ? Optional.of(values.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    /** A field that must be there. */
    YamlNode required(String name, String expected) {
        return field(name).orElseThrow(() -> new Failure(place(path, name) + ": missing; expected " + expected));
    }

    private boolean isNull() {
        return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    /** Whether this is one plain value. */
    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The fields of a mapping, in the file's order. */
    Map<String, YamlNode> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw failure("expected fields, found " + found());
        }
        var entries = new LinkedHashMap<String, YamlNode>();
        for (var tuple : mapping.getValue()) {
            var key = new YamlNode(file, path, tuple.getKeyNode(), mistakes);
            var name = key.text();
            var below = path.isEmpty() ? name : path + "." + name;
            if (entries.putIfAbsent(name, new YamlNode(file, below, tuple.getValueNode(), mistakes)) != null) {
                throw new YamlNode(file, below, tuple.getKeyNode(), mistakes).failure("stands twice");
            }
        }
        return entries;
    }

    /** The values of a list. */
    List<YamlNode> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw failure("expected a list, found " + found());
        }
        var items = new ArrayList<YamlNode>();
        for (var item : sequence.getValue()) {
            items.add(new YamlNode(file, path + "[" + items.size() + "]", item, mistakes));
        }
        return items;
    }

    /** A plain value's text, as it is written. */
    String text() {
        if (!(node instanceof ScalarNode scalar) || isNull()) {
            throw failure("expected a text, found " + found());
        }
        return scalar.getValue();
    }

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw failure("expected true or false, found " + found());
        };
    }

    int port() {
        var number = decimal();
        if (number.stripTrailingZeros().scale() > 0
                || number.signum() <= 0
                || number.compareTo(new BigDecimal(65535)) > 0) {
            throw failure("expected a port within 1 and 65535, found " + found());
        }
        return number.intValueExact();
    }

    /** A whole number. */
    long whole() {
        try {
            return decimal().longValueExact();
        } catch (ArithmeticException e) {
            throw failure("expected a whole number, found " + found());
        }
    }

    /** A whole number that an int holds. */
    int integer() {
        try {
            return Math.toIntExact(whole());
        } catch (ArithmeticException e) {
            throw failure("expected a smaller number, found " + found());
        }
    }

    /** A time: {@code 30d}, {@code 6h}, {@code 15m}, {@code 20s}. */
    Duration duration() {
        var text = text();
        if (!text.matches("\\d{1,6}[dhms]")) {
            throw failure("expected a time as 30d, 6h, 15m or 20s, found " + found());
        }
        var amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'd' -> Duration.ofDays(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'm' -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** A size in bytes: {@code 200M} and {@code 1G} are of 1024 · 1024 and 1024 · 1024 · 1024 bytes. */
    long bytes() {
        var text = text();
        if (!text.matches("\\d{1,6}[MG]")) {
            throw failure("expected a size as 200M or 1G, found " + found());
        }
        return Long.parseLong(text.substring(0, text.length() - 1)) << (text.endsWith("M") ? 20 : 30);
    }

    /** One of the constants, in lower case. */
    <T extends Enum<T>> T oneOf(Class<T> type) {
        var text = text();
        for (var constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw failure("expected one of "
                + Stream.of(type.getEnumConstants()).map(YamlNode::word).collect(Collectors.joining(", "))
                + ", found " + found());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    double number() {
        return decimal().doubleValue();
    }

    BigDecimal decimal() {
        try {
            return new BigDecimal(text());
        } catch (NumberFormatException e) {
            throw failure("expected a number, found " + found());
        }
    }

    private @Nullable String found() {
        if (isNull()) {
            return "nothing";
        }
        return node instanceof ScalarNode scalar
                ? "\"" + scalar.getValue() + "\""
                : node instanceof SequenceNode ? "a list" : "fields";
    }
}
