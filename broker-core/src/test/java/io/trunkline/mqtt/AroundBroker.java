package io.trunkline.mqtt;

import io.trunkline.broker.Arrival;
import io.trunkline.broker.Broker;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.topic.Topic;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** A broker whose connections the test sees before their clients do, and whose receipts come when the test says so. */
record AroundBroker(Broker inner, BiConsumer<Arrival, Connection> connected, UnaryOperator<Mono<Receipt>> around)
        implements Broker {
    AroundBroker(Broker inner, UnaryOperator<Mono<Receipt>> around) {
        this(inner, (arrival, connection) -> {}, around);
    }

    AroundBroker(Broker inner, BiConsumer<Arrival, Connection> connected) {
        this(inner, connected, UnaryOperator.identity());
    }

    @Override
    public Connection connect(Arrival arrival) {
        var connection = inner.connect(arrival);
        connected.accept(arrival, connection);
        return connection;
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
