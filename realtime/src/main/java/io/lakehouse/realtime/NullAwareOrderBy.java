package io.lakehouse.realtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.apache.pinot.common.request.context.ExpressionContext;
import org.apache.pinot.common.utils.DataSchema;
import org.apache.pinot.core.common.Operator;
import org.apache.pinot.core.operator.BaseOperator;
import org.apache.pinot.core.operator.ExecutionStatistics;
import org.apache.pinot.core.operator.blocks.IntermediateResultsBlock;
import org.apache.pinot.core.operator.query.SelectionOrderByOperator;
import org.apache.pinot.core.operator.transform.TransformOperator;
import org.apache.pinot.core.query.request.context.QueryContext;
import org.apache.pinot.segment.spi.IndexSegment;
import org.apache.pinot.segment.spi.index.reader.NullValueVectorReader;

/**
 * Pinot's ordered selection, with NULL where the selected columns are NULL.
 *
 * <p>Pinot 0.11 handles NULL only in the columns that rows are ordered by: it reads the others in a second pass, and
 * there gives the default value of the type, 0 for a decimal. So this asks it for the row's number as well, and sets
 * to NULL what the segment says is NULL. Class {@code SelectionPlanNode} of this jar, which stands in for Pinot's
 * because this jar is first on the class path, plans with it.
 */
public final class NullAwareOrderBy extends BaseOperator<IntermediateResultsBlock> {
    private static final ExpressionContext ROW_NUMBER = ExpressionContext.forIdentifier("$docId");

    private final IndexSegment segment;
    private final List<ExpressionContext> expressions;
    private final int ordering;
    private final SelectionOrderByOperator selection;

    /**
     * @param expressions what rows are ordered by, and then the rest of what is selected
     * @param read reads what rows are ordered by
     */
    public NullAwareOrderBy(
            IndexSegment segment, QueryContext query, List<ExpressionContext> expressions, TransformOperator read) {
        this.segment = segment;
        this.expressions = expressions;
        this.ordering = query.getOrderByExpressions().size();
        var withRowNumber = new ArrayList<>(expressions);
        withRowNumber.add(ROW_NUMBER);
        this.selection = new SelectionOrderByOperator(segment, query, withRowNumber, read, false);
    }

    @Override
    protected IntermediateResultsBlock getNextBlock() {
        var block = selection.nextBlock();
        var rows = block.getSelectionResult();
        for (var column = ordering; column < expressions.size(); column++) {
            var nulls = nulls(expressions.get(column));
            for (var row : rows) {
                var number = (int) row[expressions.size()];
                if (nulls.stream().anyMatch(vector -> vector.isNull(number))) {
                    row[column] = null;
                }
            }
        }
        return new IntermediateResultsBlock(withoutRowNumber(block.getDataSchema()), rows, true);
    }

    /** What tells that an expression is NULL: one of its columns is, as everywhere in Pinot 0.11. */
    private List<NullValueVectorReader> nulls(ExpressionContext expression) {
        var columns = new HashSet<String>();
        expression.getColumns(columns);
        var vectors = new ArrayList<NullValueVectorReader>();
        for (var column : columns) {
            var vector = segment.getDataSource(column).getNullValueVector();
            if (vector != null) {
                vectors.add(vector);
            }
        }
        return vectors;
    }

    /** The rows keep the number as a last value that no column names. */
    private static DataSchema withoutRowNumber(DataSchema schema) {
        var size = schema.size() - 1;
        return new DataSchema(
                Arrays.copyOf(schema.getColumnNames(), size), Arrays.copyOf(schema.getColumnDataTypes(), size));
    }

    @Override
    @SuppressWarnings("rawtypes") // as Pinot declares it
    public List<Operator> getChildOperators() {
        return selection.getChildOperators();
    }

    @Override
    public IndexSegment getIndexSegment() {
        return segment;
    }

    @Override
    public ExecutionStatistics getExecutionStatistics() {
        return selection.getExecutionStatistics();
    }

    @Override
    public String toExplainString() {
        return selection.toExplainString();
    }
}
