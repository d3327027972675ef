package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.routing.Subscription;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A subscription that goes on from somewhere in the log.
 *
 * @param continuous whether nothing is missing between where the reader was and what it hears now
 * @param at the position behind which it goes on; null where the topic has no history, or the filter matches several
 * @param rest brings what was missed and then lets live deliveries follow; to be subscribed once, best when the reader has been told the above. It completes when
 *     that is done, and never fails: a reader that cannot be caught up with is closed
 */
public record Resumption(
        Subscription subscription,
        boolean continuous,
        @Nullable Position at,
        Mono<Void> rest) {}
