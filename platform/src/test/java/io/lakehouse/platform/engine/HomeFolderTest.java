package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeFolderTest {
    @TempDir
    Path folder;

    @Test
    void aNewHomeMovesNoPortAndIsNotMadeByLooking() {
        var home = HomeFolder.open(folder.resolve("home"), OptionalInt.empty());

        assertThat(home.portOffset()).isZero();
        assertThat(home.root()).doesNotExist();
    }

    @Test
    void aHomeRemembersItsOffset() {
        HomeFolder.remember(HomeFolder.open(folder.resolve("home"), OptionalInt.of(300)));

        var home = HomeFolder.open(folder.resolve("home"), OptionalInt.empty());

        assertThat(home.portOffset()).isEqualTo(300);
        assertThat(HomeFolder.isHome(home.root())).isTrue();
    }

    @Test
    void anOffsetThatIsAskedForCountsMoreThanTheRememberedOne() {
        HomeFolder.remember(HomeFolder.open(folder, OptionalInt.of(300)));

        var home = HomeFolder.open(folder, OptionalInt.of(400));

        assertThat(home.portOffset()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 40_001, Integer.MAX_VALUE})
    void anOffsetOutOfRangeIsRefused(int offset) {
        assertThatThrownBy(() -> HomeFolder.open(folder, OptionalInt.of(offset)))
                .hasMessage("--port-offset " + offset + " is not within 0 and 40000");
    }

    @Test
    void everyPortOfTheCatalogueStaysAPortUnderTheHighestOffset() {
        var home = HomeFolder.open(folder, OptionalInt.of(40_000));

        assertThat(Checkout.catalogue().engines().values())
                .allSatisfy(engine ->
                        assertThat(engine.ports().values()).allMatch(port -> port + home.portOffset() <= 65_535));
    }

    @Test
    void aFolderThatNobodyMarkedIsNoHome() throws IOException {
        Files.createDirectories(folder.resolve("data"));

        assertThat(HomeFolder.isHome(folder)).isFalse();
    }

    @Test
    void aMarkThatCannotBeReadIsNamed() throws IOException {
        var mark = Files.writeString(folder.resolve("platform.properties"), "port-offset=many\n");

        assertThatThrownBy(() -> HomeFolder.open(folder, OptionalInt.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(mark + " cannot be read")
                .hasMessageEndingWith("give --port-offset");
    }
}
