package org.apache.pinot.core.query.aggregation.function;

import io.lakehouse.realtime.NullAwareAggregation;
import java.math.BigDecimal;
import org.apache.pinot.common.request.context.ExpressionContext;
import org.apache.pinot.segment.spi.AggregationFunctionType;

/** Pinot's SUM, made right for NULL; why it stands here is told in {@link NullAwareAggregation}. */
public class SumAggregationFunction extends NullAwareAggregation {
    /** SUM of a query that does not handle NULL. */
    public SumAggregationFunction(ExpressionContext expression) {
        this(expression, false);
    }

    /** SUM of a query that may handle NULL. */
    public SumAggregationFunction(ExpressionContext expression, boolean nullHandlingEnabled) {
        super(expression, nullHandlingEnabled, 0);
    }

    @Override
    public AggregationFunctionType getType() {
        return AggregationFunctionType.SUM;
    }

    @Override
    protected BigDecimal combine(BigDecimal left, BigDecimal right) {
        return left.add(right);
    }

    @Override
    protected double combine(double left, double right) {
        return left + right;
    }
}
