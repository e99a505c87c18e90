package io.lakehouse.platform.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of those who schedule batches: any text that can be told from no name, on one line. */
final class Orchestrators implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (!text.isBlank() && text.equals(text.strip()) && text.lines().count() == 1) {
            return text;
        }
        throw new TypeConversionException(
                "'" + text + "' names no orchestrator: write a name, as airflow, without blanks around it");
    }
}
