package io.lakehouse.platform.source.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadNoteTest {
    @Test
    void aNoteIsReadAsItWasWritten() {
        var note = new LoadNote(ScaleFactor.of("0.10"), -7, 12);

        assertThat(note).hasToString("TPC-H at scale factor 0.1, seed -7, refreshed 12 times");
        assertThat(LoadNote.parse(note.toString())).contains(note);
    }

    @Test
    void anyOtherCommentIsNone() {
        assertThat(LoadNote.parse("Orders of all customers")).isEmpty();
    }
}
