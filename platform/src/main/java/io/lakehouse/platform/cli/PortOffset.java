package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.HomeFolder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An offset under which every port is still one. */
final class PortOffset implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > HomeFolder.HIGHEST_OFFSET) {
            throw new TypeConversionException("'" + text + "' is no number within 0 and " + HomeFolder.HIGHEST_OFFSET);
        }
        return Integer.valueOf(text);
    }
}
