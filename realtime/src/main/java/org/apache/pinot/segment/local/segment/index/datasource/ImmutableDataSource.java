package org.apache.pinot.segment.local.segment.index.datasource;

import io.lakehouse.realtime.AddedColumn;
import java.util.Set;
import org.apache.pinot.segment.spi.ColumnMetadata;
import org.apache.pinot.segment.spi.datasource.DataSourceMetadata;
import org.apache.pinot.segment.spi.index.column.ColumnIndexContainer;
import org.apache.pinot.segment.spi.partition.PartitionFunction;
import org.apache.pinot.spi.data.FieldSpec;

/**
 * A column of a segment whose rows change no more, as Pinot 0.11 has it, but for one thing: a column that the segment
 * was written without is NULL in all of its rows. Pinot's own says the type's default there.
 */
public class ImmutableDataSource extends BaseDataSource {
    /** The column of these indexes. */
    public ImmutableDataSource(ColumnMetadata column, ColumnIndexContainer indexes) {
        super(
                new Metadata(column),
                indexes.getForwardIndex(),
                indexes.getDictionary(),
                indexes.getInvertedIndex(),
                indexes.getRangeIndex(),
                indexes.getTextIndex(),
                indexes.getFSTIndex(),
                indexes.getJsonIndex(),
                indexes.getH3Index(),
                indexes.getBloomFilter(),
                AddedColumn.nulls(column, indexes));
    }

    private record Metadata(ColumnMetadata column) implements DataSourceMetadata {
        @Override
        public FieldSpec getFieldSpec() {
            return column.getFieldSpec();
        }

        @Override
        public boolean isSorted() {
            return column.isSorted();
        }

        @Override
        public int getNumDocs() {
            return column.getTotalDocs();
        }

        @Override
        public int getNumValues() {
            return column.getTotalNumberOfEntries();
        }

        @Override
        public int getMaxNumValuesPerMVEntry() {
            return column.getFieldSpec().isSingleValueField() ? -1 : column.getMaxNumberOfMultiValues();
        }

        @Override
        @SuppressWarnings("rawtypes") // Pinot's interface has it so.
        public Comparable getMinValue() {
            return column.getMinValue();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Comparable getMaxValue() {
            return column.getMaxValue();
        }

        @Override
        public PartitionFunction getPartitionFunction() {
            return column.getPartitionFunction();
        }

        @Override
        public Set<Integer> getPartitions() {
            return column.getPartitions();
        }
    }
}
