package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.testkit.Principals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Who brings to the database what is owed, and for how long: one at a time for each application. */
class EndingsTest {
    private static final TopicRules ON = TopicRules.of(List.of(new TopicRules.Rule("t", Traffic.KEPT)));
    private static final TopicRules OFF = TopicRules.of(List.of(new TopicRules.Rule("t", Retention.NONE)));

    private final Endings endings = new Endings(Duration.ofSeconds(1));
    private final List<Endings.Owed> begun = new ArrayList<>();

    private Mono<Void> keepBy(TopicRules rules) {
        return Mono.defer(() -> endings.keepBy(Principals.APPLICATION, rules, begun::add));
    }

    private Endings.@Nullable Owed now(int beginning) {
        return endings.now(Principals.APPLICATION, begun.get(beginning));
    }

    @Test
    void whatComesMeanwhileIsDoneByWhoHasBegun() {
        keepBy(ON).subscribe();
        keepBy(OFF).subscribe();

        assertThat(begun).hasSize(1);
        endings.done(Principals.APPLICATION, begun.get(0));
        assertThat(now(0)).extracting(Endings.Owed::changes).isEqualTo(List.of(ON, OFF));
        endings.done(Principals.APPLICATION, Objects.requireNonNull(now(0)));
        assertThat(now(0)).isNull();
        assertThat(endings.isSettled()).isTrue();
    }

    @Test
    void whatComesAsSoonAsAllIsDoneIsNotDoneByTwo() {
        keepBy(ON).then(keepBy(OFF)).subscribe();

        endings.done(Principals.APPLICATION, begun.get(0));

        assertThat(begun).hasSize(2);
        assertThat(now(0)).isNull();
        assertThat(now(1)).isNotNull();
    }

    @Test
    void whatIsForgottenIsDoneByNobodyThoughItsNameComesAgain() {
        keepBy(ON).subscribe();
        endings.forget(Principals.APPLICATION);

        keepBy(OFF).subscribe();

        assertThat(now(0)).isNull();
        assertThat(now(1)).isNotNull();
    }
}
