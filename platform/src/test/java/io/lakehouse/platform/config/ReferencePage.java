package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.OwnedOptions;
import java.util.stream.Collectors;

/** The reference page of declarations. */
final class ReferencePage {
    private static final String HEAD =
            """
            # Fields of a declaration

            Generated from the docstrings of the records in `contract/declaration`; change those, then run

                mvn -pl platform -am test -Dtest=DeclarationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.refresh=true

            [pipeline.md](pipeline.md) tells how the fields work together. The first line of
            [sales.yaml](../../pipelines/sales.yaml) names the JSON Schema by which editors complete and check them.
            """;

    private ReferencePage() {}

    static String of(DocStrings docs) {
        return HEAD
                + DeclarationFields.ALL.stream()
                        .map(section -> section(section, docs))
                        .collect(Collectors.joining())
                + capture();
    }

    private static String section(Section section, DocStrings docs) {
        var title = section.path().isEmpty()
                ? "Top"
                : section.path().replace("[0]", "[]").replace("columns.c", "columns.<name>");
        var about = section.about().isEmpty() ? "" : section.about() + "\n\n";
        return section.fields().stream()
                .map(field -> "| `" + field.name() + "` | " + field.usual() + " | "
                        + field.meaning().apply(docs).replace("|", "\\|") + " |\n")
                .collect(Collectors.joining(
                        "", "\n## " + title + "\n\n" + about + "| Field | Default | Meaning |\n|---|---|---|\n", ""));
    }

    private static String capture() {
        return OwnedOptions.reasons().entrySet().stream()
                .collect(Collectors.groupingBy(
                        java.util.Map.Entry::getValue, java.util.LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(owned -> "| " + owned.getKey() + " | "
                        + owned.getValue().stream()
                                .map(entry -> "`" + entry.getKey() + "`")
                                .collect(Collectors.joining(", "))
                        + " |\n")
                .collect(Collectors.joining(
                        "",
                        "\n## capture\n\nAny option of Debezium's PostgreSQL connector but these, which are refused. A"
                                + " secret is `{env: NAME}` or `{file: PATH}`.\n\n| Reason | Options |\n|---|---|\n",
                        ""));
    }
}
