package io.lakehouse.lake.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final Claim FIRST = claim("1:a", "1", 10L, 20L, false, false);
    private static final Claim LAST = claim("1:a", "2", 20L, null, true, false);

    @Test
    void versions_that_follow_each_other_hold_in_any_order() {
        assertThat(Claim.wrong(List.of(LAST, FIRST))).isEmpty();
    }

    @Test
    void a_gap_holds_only_behind_a_deletion() {
        var deleted = claim("1:a", "1", 10L, 15L, false, true);
        var replaced = claim("1:a", "1", 10L, 15L, false, false);

        assertThat(Claim.wrong(List.of(deleted, LAST))).isEmpty();
        assertThat(Claim.wrong(List.of(replaced, LAST))).containsExactly(replaced);
    }

    @Test
    void an_overlap_does_not_hold_nor_does_an_end_before_the_start() {
        var overlapping = claim("1:a", "1", 10L, 21L, false, true);
        var backwards = claim("1:a", "1", 10L, 9L, false, true);

        assertThat(Claim.wrong(List.of(overlapping, LAST))).containsExactly(overlapping);
        assertThat(Claim.wrong(List.of(backwards))).containsExactly(backwards);
    }

    @Test
    void two_current_versions_of_a_key_do_not_hold_and_of_two_keys_do() {
        var also = claim("1:a", "1", 10L, null, true, false);
        var another = claim("1:b", "1", 10L, null, true, false);

        assertThat(Claim.wrong(List.of(also, LAST))).containsExactly(also);
        assertThat(Claim.wrong(List.of(another, LAST))).isEmpty();
    }

    @Test
    void the_last_version_is_current_or_deleted() {
        assertThat(Claim.wrong(List.of(FIRST))).containsExactly(FIRST);
        assertThat(Claim.wrong(List.of(claim("1:a", "1", 10L, 20L, false, true))))
                .isEmpty();
    }

    @Test
    void what_a_version_says_of_itself_must_agree() {
        var currentWithEnd = claim("1:a", "1", 10L, 20L, true, true);
        var endlessAndNotCurrent = claim("1:b", "1", 10L, null, false, false);
        var deletedWithoutEnd = claim("1:c", "1", 10L, null, true, true);
        var withoutStart = claim("1:d", "1", null, null, true, false);
        var withoutMark = claim("1:e", "1", 10L, null, null, false);

        var all = List.of(currentWithEnd, endlessAndNotCurrent, deletedWithoutEnd, withoutStart, withoutMark);
        assertThat(Claim.wrong(all)).isEqualTo(all);
    }

    @Test
    void a_deletion_and_what_followed_it_at_one_order_key_hold() {
        var deleted = claim("1:a", "1", 10L, 10L, false, true);
        var opened = claim("1:a", "1", 10L, null, true, false);

        assertThat(Claim.wrong(List.of(opened, deleted))).isEmpty();
    }

    private static Claim claim(
            String key,
            String orderKey,
            @Nullable Long start,
            @Nullable Long end,
            @Nullable Boolean current,
            @Nullable Boolean deleted) {
        return new Claim(key, "event " + orderKey, orderKey, orderKey, start, end, current, deleted);
    }
}
