package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.PassingLog;
import io.trunkline.broker.testkit.Principals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What is kept of an application that is gone. */
class KeepingTest {
    private final List<ApplicationId> asked = new ArrayList<>();
    private boolean away = true;
    private final BrokerStage stage =
            new BrokerStage(world -> forgetting(new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT)));

    private TopicLog forgetting(TopicLog log) {
        return new PassingLog() {
            @Override
            protected TopicLog log() {
                return log;
            }

            @Override
            public Mono<Void> forget(ApplicationId application) {
                return Mono.defer(() -> {
                    asked.add(application);
                    return away ? Mono.error(new Refused(Reason.UNAVAILABLE)) : super.forget(application);
                });
            }
        };
    }

    @Test
    void isForgottenOnceWhatItIsKeptByIsThere() {
        stage.directory.remove(Principals.APPLICATION);
        stage.world.pass(Duration.ofSeconds(30));
        assertThat(asked).hasSizeGreaterThan(2).containsOnly(Principals.APPLICATION);

        away = false;
        stage.world.pass(Duration.ofMinutes(2));
        var tries = asked.size();
        stage.world.pass(Duration.ofHours(1));

        assertThat(asked).hasSize(tries);
    }
}
