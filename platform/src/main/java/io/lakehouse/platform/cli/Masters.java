package io.lakehouse.platform.cli;

import io.lakehouse.platform.config.SparkSettings;
import io.lakehouse.platform.engine.Failure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Masters of Spark, as {@code local[2]} or {@code spark://host:port}. */
final class Masters implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        try {
            return SparkSettings.requireMaster(text);
        } catch (Failure e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
