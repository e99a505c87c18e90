package org.apache.pinot.core.query.aggregation.function;

import io.lakehouse.realtime.NullAwareAggregation;
import java.util.Map;
import org.apache.pinot.common.request.context.ExpressionContext;
import org.apache.pinot.common.utils.DataSchema.ColumnDataType;
import org.apache.pinot.core.common.BlockValSet;
import org.apache.pinot.core.query.aggregation.AggregationResultHolder;
import org.apache.pinot.core.query.aggregation.ObjectAggregationResultHolder;
import org.apache.pinot.core.query.aggregation.groupby.GroupByResultHolder;
import org.apache.pinot.core.query.aggregation.groupby.ObjectGroupByResultHolder;
import org.apache.pinot.segment.local.customobject.AvgPair;
import org.apache.pinot.segment.spi.AggregationFunctionType;

/**
 * Pinot's AVG, made right for NULL: that of 0.11 counts the rows that are NULL. Why it stands here is told in
 * {@link NullAwareAggregation}. It averages numbers, not the averages that a star-tree index stores.
 */
public class AvgAggregationFunction extends BaseSingleInputAggregationFunction<AvgPair, Double> {
    /** What Pinot answers for no rows at all when the query does not handle NULL. */
    private static final double NOTHING = Double.NEGATIVE_INFINITY;

    private final boolean nullHandling;

    /** AVG of a query that does not handle NULL. */
    public AvgAggregationFunction(ExpressionContext expression) {
        this(expression, false);
    }

    /** AVG of a query that may handle NULL. */
    public AvgAggregationFunction(ExpressionContext expression, boolean nullHandlingEnabled) {
        super(expression);
        this.nullHandling = nullHandlingEnabled;
    }

    @Override
    public AggregationFunctionType getType() {
        return AggregationFunctionType.AVG;
    }

    @Override
    public AggregationResultHolder createAggregationResultHolder() {
        return new ObjectAggregationResultHolder();
    }

    @Override
    public GroupByResultHolder createGroupByResultHolder(int initialCapacity, int maxCapacity) {
        return new ObjectGroupByResultHolder(initialCapacity, maxCapacity);
    }

    @Override
    public void aggregate(int length, AggregationResultHolder holder, Map<ExpressionContext, BlockValSet> blocks) {
        forEach(length, blocks, (row, value) -> setAggregationResult(holder, value, 1));
    }

    @Override
    public void aggregateGroupBySV(
            int length, int[] groups, GroupByResultHolder holder, Map<ExpressionContext, BlockValSet> blocks) {
        forEach(length, blocks, (row, value) -> setGroupByResult(groups[row], holder, value, 1));
    }

    @Override
    public void aggregateGroupByMV(
            int length, int[][] groups, GroupByResultHolder holder, Map<ExpressionContext, BlockValSet> blocks) {
        forEach(length, blocks, (row, value) -> {
            for (var group : groups[row]) {
                setGroupByResult(group, holder, value, 1);
            }
        });
    }

    /** Adds to the result; also called by Pinot's AVGMV. */
    protected void setAggregationResult(AggregationResultHolder holder, double sum, long count) {
        AvgPair pair = holder.getResult();
        if (pair == null) {
            holder.setValue((Object) new AvgPair(sum, count));
        } else {
            pair.apply(sum, count);
        }
    }

    /** Adds to the result of a group; also called by Pinot's AVGMV. */
    protected void setGroupByResult(int group, GroupByResultHolder holder, double sum, long count) {
        AvgPair pair = holder.getResult(group);
        if (pair == null) {
            holder.setValueForKey(group, (Object) new AvgPair(sum, count));
        } else {
            pair.apply(sum, count);
        }
    }

    @Override
    public AvgPair extractAggregationResult(AggregationResultHolder holder) {
        return orNothing(holder.getResult());
    }

    @Override
    public AvgPair extractGroupByResult(GroupByResultHolder holder, int group) {
        return orNothing(holder.getResult(group));
    }

    @Override
    public AvgPair merge(AvgPair left, AvgPair right) {
        if (left == null) {
            return right;
        }
        if (right != null) {
            left.apply(right);
        }
        return left;
    }

    @Override
    public ColumnDataType getIntermediateResultColumnType() {
        return ColumnDataType.OBJECT;
    }

    @Override
    public ColumnDataType getFinalResultColumnType() {
        return ColumnDataType.DOUBLE;
    }

    @Override
    public Double extractFinalResult(AvgPair pair) {
        if (pair == null) {
            return null;
        }
        return pair.getCount() == 0 ? NOTHING : pair.getSum() / pair.getCount();
    }

    private AvgPair orNothing(AvgPair pair) {
        return pair == null && !nullHandling ? new AvgPair(0, 0) : pair;
    }

    private void forEach(int length, Map<ExpressionContext, BlockValSet> blocks, Consumer consumer) {
        var block = blocks.get(_expression);
        var values = block.getDoubleValuesSV();
        var nulls = nullHandling ? block.getNullBitmap() : null;
        for (var row = 0; row < length; row++) {
            if (nulls == null || !nulls.contains(row)) {
                consumer.accept(row, values[row]);
            }
        }
    }

    private interface Consumer {
        void accept(int row, double value);
    }
}
