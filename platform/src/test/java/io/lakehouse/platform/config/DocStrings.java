package io.lakehouse.platform.config;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** What the docstrings of records say of their components, read by the JDK's own compiler. */
final class DocStrings {
    private final Map<String, String> meanings = new HashMap<>();

    private DocStrings() {}

    /** The docstrings of the sources of a folder. */
    static DocStrings in(Path folder) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var sources = Files.list(folder)) {
            var units = files.getJavaFileObjectsFromPaths(
                    sources.filter(file -> file.toString().endsWith(".java")).toList());
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
            var docs = new DocStrings();
            var trees = DocTrees.instance(task);
            for (var unit : task.parse()) {
                docs.new Components(trees).scan(unit, "");
            }
            return docs;
        }
    }

    /**
     * What a component means.
     *
     * @throws IllegalArgumentException when its record has no docstring for it
     */
    String of(Class<?> record, String component) {
        var name = record.getName().substring(record.getPackageName().length() + 1);
        return Optional.ofNullable(meanings.get(name + "#" + component))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the docstring of " + name + " does not say what @param " + component + " means"));
    }

    private final class Components extends TreePathScanner<Void, String> {
        private final DocTrees trees;

        Components(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            var name = outer.isEmpty() ? type.getSimpleName().toString() : outer + "$" + type.getSimpleName();
            var comment = trees.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                comment.getBlockTags().forEach(tag -> {
                    if (tag instanceof ParamTree param) {
                        meanings.put(name + "#" + param.getName().getName(), text(param.getDescription()));
                    }
                });
            }
            return super.visitClass(type, name);
        }
    }

    private static String text(List<? extends DocTree> parts) {
        return parts.stream()
                .map(DocStrings::text)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String text(DocTree part) {
        if (part instanceof LiteralTree literal) {
            return "`" + literal.getBody().getBody() + "`";
        }
        if (part instanceof LinkTree link) {
            return "`" + link.getReference().getSignature() + "`";
        }
        return part.toString();
    }
}
