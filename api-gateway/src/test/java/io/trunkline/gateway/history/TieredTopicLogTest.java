package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.MemoryTopicLog.Bounds;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class TieredTopicLogTest {
    private static final ApplicationId APPLICATION = new ApplicationId("a".repeat(32));
    private static final Retention STATE = new Retention(10, Retention.USUAL, true, true);

    private final MemoryTopicLog memory = log(new Bounds(1, 100, 1_000));
    private final MemoryTopicLog durable = log(Bounds.DEFAULT);
    private final TieredTopicLog log = new TieredTopicLog(memory, durable, memory::checkRoom);

    private static MemoryTopicLog log(Bounds bounds) {
        return new MemoryTopicLog(InstantSource.fixed(Instant.EPOCH), "epoch", bounds);
    }

    private static Publication value(String topic, String text) {
        var publisher = new Principal(APPLICATION, "backend", Permissions.NONE);
        var stamp = new Stamp("id", Instant.EPOCH, "0000000a");
        return new Publication(stamp, publisher, Topic.of(topic), Message.of(Payload.text(text)));
    }

    @Test
    void whatCouldNotBeShownIsNotCommitted() {
        StepVerifier.create(log.append(value("a", "1"), STATE))
                .expectNextCount(1)
                .verifyComplete();

        StepVerifier.create(log.append(value("b", "2"), STATE))
                .verifyErrorMatches(fault -> fault instanceof Refused no && no.reason() == Reason.LIMIT_REACHED);

        var range = new Range(APPLICATION, Topic.of("b"), STATE, Since.EARLIEST, 1);
        StepVerifier.create(durable.read(range))
                .expectNextMatches(slice -> slice.publications().isEmpty())
                .verifyComplete();
    }

    /** As two may have been under way together. */
    @Test
    void whatIsCommittedIsShownHoweverFullItIsByThen() {
        var full = new TieredTopicLog(memory, durable, value -> {});

        full.append(value("a", "1"), STATE)
                .then(full.append(value("b", "2"), STATE))
                .block();

        var shown = Objects.requireNonNull(
                full.last(APPLICATION, TopicFilter.levels("#")).collectList().block());
        assertThat(shown).hasSize(2);
    }
}
