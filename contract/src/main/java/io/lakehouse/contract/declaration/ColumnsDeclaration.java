package io.lakehouse.contract.declaration;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns of a table are captured, and what the stores call them.
 *
 * @param include the source's names of the columns to capture, and no others; empty for all. A column that the source
 *     gains later is then not captured
 * @param exclude the source's names of columns to leave out, at most one of {@code include} and {@code exclude}. Their
 *     values never leave the database, and their types need not be carried
 * @param rename names in the stores by names in the source. The raw topic and bronze keep the source's names
 */
public record ColumnsDeclaration(List<String> include, List<String> exclude, Map<String, String> rename) {
    /** Every column under its own name. */
    public static final ColumnsDeclaration ALL = new ColumnsDeclaration(List.of(), List.of(), Map.of());

    /** Refuses lists that contradict each other and new names that meet. */
    public ColumnsDeclaration {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
        if (!include.isEmpty() && !exclude.isEmpty()) {
            throw new InvalidDeclarationException("exclude", "expected include or exclude, found both: keep one");
        }
        distinct("include", include);
        distinct("exclude", exclude);
        var taken = new HashMap<String, String>();
        for (var entry : rename.entrySet()) {
            var source = entry.getKey();
            var path = "rename." + source;
            Names.identifier(path, source);
            Names.identifier(path, entry.getValue());
            if (exclude.contains(source) || !include.isEmpty() && !include.contains(source)) {
                throw new InvalidDeclarationException(
                        path, "column \"" + source + "\" is not captured: capture it, or do not rename it");
            }
            var other = taken.putIfAbsent(Names.folded(entry.getValue()), source);
            if (other != null) {
                throw new InvalidDeclarationException(
                        path,
                        "\"" + entry.getValue() + "\" is already the name of column \"" + other
                                + "\": give one of them another name");
            }
        }
    }

    /** Whether the column of this name in the source is captured. */
    public boolean captures(String source) {
        return include.isEmpty() ? !exclude.contains(source) : include.contains(source);
    }

    /** What the stores call the column of this name in the source. */
    public String storeName(String source) {
        return rename.getOrDefault(source, source);
    }

    private static void distinct(String path, List<String> names) {
        var seen = new HashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            Names.identifier(path + "[" + i + "]", names.get(i));
            if (!seen.add(names.get(i))) {
                throw new InvalidDeclarationException(
                        path + "[" + i + "]", "column \"" + names.get(i) + "\" stands twice");
            }
        }
    }
}
