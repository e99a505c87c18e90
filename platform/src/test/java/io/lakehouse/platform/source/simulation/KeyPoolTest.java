package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class KeyPoolTest {
    @Property
    void whatIsTakenBackWasNeverThere(
            @ForAll @Size(max = 40) List<@IntRange(max = 9) Integer> before,
            @ForAll @Size(max = 40) List<@IntRange(max = 29) Integer> steps) {
        var journal = new Journal();
        var pool = new KeyPool(List.of(), List.of(), journal);
        before.forEach(key -> pool.add(row(key, "before"), new Random(1)));
        journal.keep();
        var known = contents(pool);

        for (var step : steps) {
            var key = step % 10;
            switch (step / 10) {
                case 0 -> pool.add(row(key, "added"), new Random(1));
                case 1 -> pool.remove(row(key, "").key());
                default -> pool.replace(row(key, "replaced"));
            }
        }
        journal.takeBackTo(0);

        assertThat(contents(pool)).isEqualTo(known);
        assertThat(pool.size()).isEqualTo(known.size());
    }

    private static Map<String, KnownRow> contents(KeyPool pool) {
        var contents = new java.util.TreeMap<String, KnownRow>();
        for (int key = 0; key < 10; key++) {
            pool.find(row(key, "").key())
                    .ifPresent(row -> contents.put(row.key().get(0), row));
        }
        return contents;
    }

    private static KnownRow row(int key, String content) {
        return new KnownRow(List.of("k" + key), Map.of("content", content));
    }
}
