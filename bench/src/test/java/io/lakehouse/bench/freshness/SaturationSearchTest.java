package io.lakehouse.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lakehouse.bench.freshness.LagTrend.Lag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SaturationSearchTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void the_search_ends_close_below_the_highest_rate_that_is_followed() {
        var search = new SaturationSearch(200, 100_000);

        var trials = 0;
        for (var rate = search.next(); rate.isPresent(); rate = search.next()) {
            search.tried(rate.getAsDouble() <= 1300);
            trials++;
        }

        assertThat(search.saturation()).isBetween(1300 / 1.15, 1300.0);
        assertThat(search.isUnreached()).isFalse();
        assertThat(trials).isLessThan(15);
    }

    @Test
    void a_rate_that_is_missed_once_and_followed_then_counts_as_followed() {
        var search = new SaturationSearch(200, 200);

        search.tried(false);
        assertThat(search.next()).hasValue(200);
        search.tried(true);

        assertThat(search.next()).isEmpty();
        assertThat(search.saturation()).isEqualTo(200);
        assertThat(search.isUnreached()).isTrue();
    }

    @Test
    void a_lane_slower_than_the_first_rate_is_looked_for_below_it() {
        var search = new SaturationSearch(200, 1000);

        for (var rate = search.next(); rate.isPresent(); rate = search.next()) {
            search.tried(rate.getAsDouble() <= 60);
        }

        assertThat(search.saturation()).isBetween(60 / 1.15, 60.0);
    }

    @Test
    void a_lane_that_follows_nothing_ends_the_search() {
        var search = new SaturationSearch(200, 1000);

        for (var rate = search.next(); rate.isPresent(); rate = search.next()) {
            search.tried(false);
        }

        assertThat(search.saturation()).isZero();
    }

    @Test
    void a_lane_that_moves_half_of_what_arrives_is_later_by_half_of_each_second() {
        var lags = lags(at -> 30_000_000 + at / 2);

        assertThat(LagTrend.growth(lags, 8 * SECOND)).isCloseTo(0.5, within(0.001));
        assertThat(LagTrend.follows(lags, 8 * SECOND)).isFalse();
    }

    @Test
    void a_lane_with_a_stall_that_it_makes_up_for_follows() {
        var lags = lags(at -> at > 5 * SECOND && at < 6 * SECOND ? 6 * SECOND - at + 30_000_000 : 30_000_000);

        assertThat(LagTrend.follows(lags, 8 * SECOND)).isTrue();
    }

    @Test
    void a_lane_that_was_late_already_and_stays_so_does_not_follow() {
        assertThat(LagTrend.follows(lags(at -> 700_000_000), 8 * SECOND)).isTrue();
        assertThat(LagTrend.follows(lags(at -> 900_000_000), 8 * SECOND)).isFalse();
    }

    private static List<Lag> lags(java.util.function.LongUnaryOperator lag) {
        return new ArrayList<>(LongStream.range(0, 800)
                .map(step -> step * SECOND / 100)
                .mapToObj(at -> new Lag(at, lag.applyAsLong(at)))
                .toList());
    }
}
