package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformTest {
    private final List<String> ended = new ArrayList<>();
    private final Platform platform = new Platform();

    @Test
    void endsInTheOppositeOrderAndOnlyOnce() {
        platform.add(() -> ended.add("database"));
        platform.add(() -> ended.add("admin"));
        platform.add(() -> ended.add("gateway"));

        platform.close();
        platform.close();

        assertThat(ended).containsExactly("gateway", "admin", "database");
    }

    @Test
    void endsTheRestAlsoWhenOnePartFailsToEnd() {
        platform.add(() -> ended.add("database"));
        platform.add(() -> {
            throw new IllegalStateException("will not end");
        });

        platform.close();

        assertThat(ended).containsExactly("database");
    }

    @Test
    void endsAPartAtOnceThatComesUpWhileTheEndIsOnItsWay() {
        platform.close();

        assertThatThrownBy(() -> platform.add(() -> ended.add("late"))).isInstanceOf(StartFailure.class);
        assertThat(ended).containsExactly("late");
    }
}
