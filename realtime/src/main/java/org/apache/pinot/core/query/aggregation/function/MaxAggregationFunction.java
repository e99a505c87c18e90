package org.apache.pinot.core.query.aggregation.function;

import io.lakehouse.realtime.NullAwareAggregation;
import java.math.BigDecimal;
import org.apache.pinot.common.request.context.ExpressionContext;
import org.apache.pinot.segment.spi.AggregationFunctionType;

/** Pinot's MAX, made right for NULL; why it stands here is told in {@link NullAwareAggregation}. */
public class MaxAggregationFunction extends NullAwareAggregation {
    /** MAX of a query that does not handle NULL. */
    public MaxAggregationFunction(ExpressionContext expression) {
        this(expression, false);
    }

    /** MAX of a query that may handle NULL. */
    public MaxAggregationFunction(ExpressionContext expression, boolean nullHandlingEnabled) {
        super(expression, nullHandlingEnabled, Double.NEGATIVE_INFINITY);
    }

    @Override
    public AggregationFunctionType getType() {
        return AggregationFunctionType.MAX;
    }

    @Override
    protected BigDecimal combine(BigDecimal left, BigDecimal right) {
        return left.max(right);
    }

    @Override
    protected double combine(double left, double right) {
        return Math.max(left, right);
    }
}
