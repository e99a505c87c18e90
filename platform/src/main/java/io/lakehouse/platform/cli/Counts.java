package io.lakehouse.platform.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many of something are wanted: a whole number, 0 or more. */
final class Counts implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            var count = Integer.parseInt(text);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message.
        }
        throw new TypeConversionException("'" + text + "' is no count: write a whole number, 0 or more");
    }
}
