package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.plan.diff.Comparison;
import io.lakehouse.platform.plan.diff.FieldChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleFieldsTest {
    private static final BatchDeclaration OFTEN =
            new BatchDeclaration(Duration.ofMinutes(5), 1, Duration.ofSeconds(10), Duration.ofHours(1));

    @Test
    void aScheduleIsRememberedAndReadBackWhole() {
        assertThat(ScheduleFields.of(ScheduleFields.resources("sales", OFTEN))).isEqualTo(OFTEN);
        assertThat(ScheduleFields.of(List.of())).isEqualTo(BatchDeclaration.DEFAULT);
    }

    @Test
    void aDeclarationWithoutScheduleIsNoObject() {
        assertThat(ScheduleFields.resources("sales", BatchDeclaration.DEFAULT)).isEmpty();
    }

    @Test
    void aPlanShowsWhatOfAScheduleChanges() {
        var before = ScheduleFields.resources("sales", OFTEN);
        var after = ScheduleFields.resources(
                "sales", new BatchDeclaration(Duration.ZERO, 1, OFTEN.backoff(), OFTEN.timeout()));

        var plan = Comparison.plan(after, before, before);

        assertThat(plan.changes()).singleElement().satisfies(change -> {
            assertThat(change.title()).isEqualTo("update batch schedule sales");
            assertThat(change.fields()).containsExactly(new FieldChange("every", "PT5M", ""));
        });
        assertThat(Comparison.plan(List.of(), before, before).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.action()).isEqualTo(Action.DELETE));
    }
}
