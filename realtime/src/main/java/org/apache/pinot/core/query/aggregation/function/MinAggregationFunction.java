package org.apache.pinot.core.query.aggregation.function;

import io.lakehouse.realtime.NullAwareAggregation;
import java.math.BigDecimal;
import org.apache.pinot.common.request.context.ExpressionContext;
import org.apache.pinot.segment.spi.AggregationFunctionType;

/** Pinot's MIN, made right for NULL; why it stands here is told in {@link NullAwareAggregation}. */
public class MinAggregationFunction extends NullAwareAggregation {
    /** MIN of a query that does not handle NULL. */
    public MinAggregationFunction(ExpressionContext expression) {
        this(expression, false);
    }

    /** MIN of a query that may handle NULL. */
    public MinAggregationFunction(ExpressionContext expression, boolean nullHandlingEnabled) {
        super(expression, nullHandlingEnabled, Double.POSITIVE_INFINITY);
    }

    @Override
    public AggregationFunctionType getType() {
        return AggregationFunctionType.MIN;
    }

    @Override
    protected BigDecimal combine(BigDecimal left, BigDecimal right) {
        return left.min(right);
    }

    @Override
    protected double combine(double left, double right) {
        return Math.min(left, right);
    }
}
