package io.trunkline.broker.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final ArrayList<String> ran = new ArrayList<>();

    @Test
    void whatComesMeanwhileRunsAfterwards() {
        turns.run(() -> {
            turns.run(() -> ran.add("2"));
            ran.add("1");
        });

        assertThat(ran).containsExactly("1", "2");
    }

    @Test
    void whatFailsEndsNoOther() {
        turns.run(() -> {
            turns.run(() -> ran.add("2"));
            throw new AssertionError("by this test");
        });
        turns.run(() -> ran.add("3"));

        assertThat(ran).containsExactly("2", "3");
    }
}
