package org.apache.pinot.core.plan;

import io.lakehouse.realtime.NullAwareOrderBy;
import java.util.List;
import org.apache.pinot.common.request.context.ExpressionContext;
import org.apache.pinot.common.request.context.OrderByExpressionContext;
import org.apache.pinot.core.common.Operator;
import org.apache.pinot.core.operator.blocks.IntermediateResultsBlock;
import org.apache.pinot.core.operator.query.EmptySelectionOperator;
import org.apache.pinot.core.operator.query.SelectionOnlyOperator;
import org.apache.pinot.core.operator.query.SelectionOrderByOperator;
import org.apache.pinot.core.operator.transform.TransformOperator;
import org.apache.pinot.core.query.request.context.QueryContext;
import org.apache.pinot.core.query.selection.SelectionOperatorUtils;
import org.apache.pinot.segment.spi.IndexSegment;

/** Pinot's plan of a selection on one segment, made right for NULL; why it stands here is told in {@link NullAwareOrderBy}. */
public class SelectionPlanNode implements PlanNode {
    private final IndexSegment segment;
    private final QueryContext query;
    private final List<ExpressionContext> expressions;

    /** The plan of a selection on this segment. */
    public SelectionPlanNode(IndexSegment segment, QueryContext query) {
        this.segment = segment;
        this.query = query;
        // What the rows are ordered by comes first, then the rest of what is selected.
        this.expressions = SelectionOperatorUtils.extractExpressions(query, segment);
    }

    @Override
    public Operator<IntermediateResultsBlock> run() {
        if (query.getLimit() == 0) {
            return new EmptySelectionOperator(segment, expressions, read(expressions, 0));
        }
        var order = query.getOrderByExpressions();
        if (order == null) {
            return new SelectionOnlyOperator(segment, query, expressions, read(expressions, query.getLimit()));
        }
        // Where rows are sorted already, Pinot 0.11 works NULL out and then reads the row again without it.
        if (!query.isNullHandlingEnabled() && order.stream().allMatch(this::isPresorted)) {
            var rows = read(expressions, query.getLimit() + query.getOffset());
            return new SelectionOrderByOperator(segment, query, expressions, rows, true);
        }
        if (order.size() == expressions.size()) {
            return new SelectionOrderByOperator(segment, query, expressions, readAll(expressions), false);
        }
        var ordering =
                order.stream().map(OrderByExpressionContext::getExpression).toList();
        return query.isNullHandlingEnabled()
                ? new NullAwareOrderBy(segment, query, expressions, readAll(ordering))
                : new SelectionOrderByOperator(segment, query, expressions, readAll(ordering), false);
    }

    private boolean isPresorted(OrderByExpressionContext order) {
        var expression = order.getExpression();
        return order.isAsc()
                && expression.getType() == ExpressionContext.Type.IDENTIFIER
                && segment.getDataSource(expression.getIdentifier())
                        .getDataSourceMetadata()
                        .isSorted();
    }

    private TransformOperator readAll(List<ExpressionContext> columns) {
        return read(columns, DocIdSetPlanNode.MAX_DOC_PER_CALL);
    }

    private TransformOperator read(List<ExpressionContext> columns, int rowsPerCall) {
        return new TransformPlanNode(segment, query, columns, Math.min(rowsPerCall, DocIdSetPlanNode.MAX_DOC_PER_CALL))
                .run();
    }
}
