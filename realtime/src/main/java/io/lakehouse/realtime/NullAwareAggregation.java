package io.lakehouse.realtime;

import java.math.BigDecimal;
import java.util.Map;
import org.apache.pinot.common.request.context.ExpressionContext;
import org.apache.pinot.common.utils.DataSchema.ColumnDataType;
import org.apache.pinot.core.common.BlockValSet;
import org.apache.pinot.core.query.aggregation.AggregationResultHolder;
import org.apache.pinot.core.query.aggregation.DoubleAggregationResultHolder;
import org.apache.pinot.core.query.aggregation.ObjectAggregationResultHolder;
import org.apache.pinot.core.query.aggregation.function.BaseSingleInputAggregationFunction;
import org.apache.pinot.core.query.aggregation.groupby.DoubleGroupByResultHolder;
import org.apache.pinot.core.query.aggregation.groupby.GroupByResultHolder;
import org.apache.pinot.core.query.aggregation.groupby.ObjectGroupByResultHolder;
import org.apache.pinot.spi.data.FieldSpec.DataType;
import org.roaringbitmap.RoaringBitmap;

/**
 * SUM, MIN and MAX that are right when the query handles NULL.
 *
 * <p>Those of Pinot 0.11 fail ("getDoubleResult not supported") as soon as a block holds no NULL, that is, nearly
 * always; and they add decimals as doubles. The classes {@code SumAggregationFunction}, {@code MinAggregationFunction}
 * and {@code MaxAggregationFunction} of this jar stand in for Pinot's, because this jar is first on the class path.
 * Here NULL is skipped, nothing but NULL gives NULL, and decimals are combined exactly and rounded to a double once, in
 * the answer.
 */
public abstract class NullAwareAggregation extends BaseSingleInputAggregationFunction<Number, Double> {
    private final boolean nullHandling;
    private final double identity;

    /**
     * @param expression what is aggregated
     * @param nullHandling whether the query handles NULL
     * @param identity what an aggregate without NULL handling starts from
     */
    protected NullAwareAggregation(ExpressionContext expression, boolean nullHandling, double identity) {
        super(expression);
        this.nullHandling = nullHandling;
        this.identity = identity;
    }

    /** The aggregate of two decimals. */
    protected abstract BigDecimal combine(BigDecimal left, BigDecimal right);

    /** The aggregate of two doubles. */
    protected abstract double combine(double left, double right);

    @Override
    public AggregationResultHolder createAggregationResultHolder() {
        return nullHandling ? new ObjectAggregationResultHolder() : new DoubleAggregationResultHolder(identity);
    }

    @Override
    public GroupByResultHolder createGroupByResultHolder(int initialCapacity, int maxCapacity) {
        return nullHandling
                ? new ObjectGroupByResultHolder(initialCapacity, maxCapacity)
                : new DoubleGroupByResultHolder(initialCapacity, maxCapacity, identity);
    }

    @Override
    public void aggregate(int length, AggregationResultHolder holder, Map<ExpressionContext, BlockValSet> blocks) {
        var values = values(blocks);
        Number result = extractAggregationResult(holder);
        for (var i = 0; i < length; i++) {
            result = merge(result, values.at(i));
        }
        if (nullHandling) {
            holder.setValue((Object) result);
        } else {
            holder.setValue(result.doubleValue());
        }
    }

    @Override
    public void aggregateGroupBySV(
            int length, int[] groups, GroupByResultHolder holder, Map<ExpressionContext, BlockValSet> blocks) {
        var values = values(blocks);
        for (var i = 0; i < length; i++) {
            mergeInto(holder, groups[i], values.at(i));
        }
    }

    @Override
    public void aggregateGroupByMV(
            int length, int[][] groups, GroupByResultHolder holder, Map<ExpressionContext, BlockValSet> blocks) {
        var values = values(blocks);
        for (var i = 0; i < length; i++) {
            for (var group : groups[i]) {
                mergeInto(holder, group, values.at(i));
            }
        }
    }

    private void mergeInto(GroupByResultHolder holder, int group, Number value) {
        var result = merge(extractGroupByResult(holder, group), value);
        if (nullHandling) {
            holder.setValueForKey(group, (Object) result);
        } else {
            holder.setValueForKey(group, result.doubleValue());
        }
    }

    @Override
    public Number extractAggregationResult(AggregationResultHolder holder) {
        if (nullHandling) {
            return holder.getResult();
        }
        return holder.getDoubleResult();
    }

    @Override
    public Number extractGroupByResult(GroupByResultHolder holder, int group) {
        if (nullHandling) {
            return holder.getResult(group);
        }
        return holder.getDoubleResult(group);
    }

    @Override
    public Number merge(Number left, Number right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        if (left instanceof BigDecimal leftDecimal && right instanceof BigDecimal rightDecimal) {
            return combine(leftDecimal, rightDecimal);
        }
        return combine(left.doubleValue(), right.doubleValue());
    }

    @Override
    public ColumnDataType getIntermediateResultColumnType() {
        return nullHandling ? ColumnDataType.OBJECT : ColumnDataType.DOUBLE;
    }

    @Override
    public ColumnDataType getFinalResultColumnType() {
        return ColumnDataType.DOUBLE;
    }

    @Override
    public Double extractFinalResult(Number intermediate) {
        return intermediate == null ? null : intermediate.doubleValue();
    }

    /** The values of a block; decimals stay decimals where the answer can hold them until its end. */
    private Values values(Map<ExpressionContext, BlockValSet> blocks) {
        var block = blocks.get(_expression);
        if (!nullHandling) {
            var doubles = block.getDoubleValuesSV();
            return row -> doubles[row];
        }
        var nulls = block.getNullBitmap() == null ? new RoaringBitmap() : block.getNullBitmap();
        if (block.getValueType().getStoredType() == DataType.BIG_DECIMAL) {
            var decimals = block.getBigDecimalValuesSV();
            return row -> nulls.contains(row) ? null : decimals[row];
        }
        var doubles = block.getDoubleValuesSV();
        return row -> nulls.contains(row) ? null : (Double) doubles[row];
    }

    private interface Values {
        /** The value of a row of the block, or {@code null} for NULL. */
        Number at(int row);
    }
}
