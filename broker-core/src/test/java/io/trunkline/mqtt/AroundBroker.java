package io.trunkline.mqtt;

import io.trunkline.broker.Arrival;
import io.trunkline.broker.Broker;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.topic.Topic;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** A broker whose receipts come when the test says so. */
record AroundBroker(Broker inner, UnaryOperator<Mono<Receipt>> around) implements Broker {
    @Override
    public Connection connect(Arrival arrival) {
        return inner.connect(arrival);
    }

    @Override
    public Mono<Receipt> publish(Principal principal, Topic topic, Message message) {
        return around.apply(inner.publish(principal, topic, message));
    }

    @Override
    public void charge(Principal principal, int bytes) {
        inner.charge(principal, bytes);
    }
}
