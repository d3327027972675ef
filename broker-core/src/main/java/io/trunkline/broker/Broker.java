package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import reactor.core.publisher.Mono;

/** The one door to the topic trees: whoever reads opens a connection, whoever writes publishes. */
public interface Broker {
    /**
     * Opens a line; its standing subscriptions are in force when this returns. Returns at once. What ends a line while it is being opened either refuses it
     * here or closes it as any open line, never both.
     *
     * @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED, LIMIT_REACHED, SHUTDOWN, or what the tenure says; the outbox is left alone
     */
    Connection connect(Arrival arrival);

    /**
     * Publishes once per subscription to the returned Mono: admit, stamp, record, announce, match, offer. Without history all of it happens on the
     * subscribing thread before the Receipt is given, so one thread's publications keep their order.
     *
     * @return the proof of acceptance, or {@link Refused}: permission, rate, size, quota, reserved names
     */
    Mono<Receipt> publish(Principal principal, Topic topic, Message message);

    /**
     * Takes bytes off the application's quota of the day, for a call that is no publish; publishes are charged by themselves.
     *
     * @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED, QUOTA_EXCEEDED
     */
    void charge(Principal principal, int bytes);
}
