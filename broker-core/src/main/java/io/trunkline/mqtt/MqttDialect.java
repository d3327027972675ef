package io.trunkline.mqtt;

import reactor.core.publisher.Mono;

/** Who may log in at a listener, and as whom: a vendor's way of saying its credentials in a CONNECT packet. */
@FunctionalInterface
public interface MqttDialect {

    /**
     * Answers one login. May be asynchronous; must not block.
     *
     * @return the login, or an error {@link io.trunkline.broker.refusal.Refused}, whose reason becomes the code of the CONNACK; empty when these credentials
     *     are not in its way, which counts as unauthenticated if no other knows them; any other error counts as unavailable
     */
    Mono<MqttLogin> login(MqttLoginAttempt attempt);
}
