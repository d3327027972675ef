package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import reactor.core.publisher.Flux;

/** What was published with a key before this node began, as far as the log has outlived it. */
final class Recall {
    /** A clock that was set in the meantime, by so little, hides nothing. */
    static final Duration SLACK = Duration.ofMinutes(1);

    private final Ports ports;
    private final InstantSource clock;

    Recall(Ports ports, InstantSource clock) {
        this.ports = ports;
        this.clock = clock;
    }

    /** Whether there can be anything. */
    static boolean isPossible(ApplicationPolicy policy, Topic topic) {
        var retention = policy.topics().of(topic);
        return retention.durable() && retention.keepsHistory();
    }

    /** Since then, oldest first; fails with Refused UNAVAILABLE. */
    Flux<Publication> keyed(ApplicationPolicy policy, Topic topic, Instant since) {
        var retention = policy.topics().of(topic);
        var passed = Duration.between(since, clock.instant());
        var wanted = (passed.isNegative() ? Duration.ZERO : passed).plus(SLACK);
        var age = wanted.compareTo(retention.age()) < 0 ? wanted : retention.age();
        return ports.log()
                .recall(policy.id(), topic, new Retention(retention.size(), age, true, retention.state()))
                .filter(publication -> publication.message().idempotencyKey() != null);
    }

    /** The key that a publication bears. */
    static IdempotencyKey key(Publication publication) {
        var key = publication.message().idempotencyKey();
        if (key == null) {
            throw new IllegalArgumentException("it has no key");
        }
        return key;
    }
}
