package io.trunkline.gateway.mqtt;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.Handshakes;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttLogin;
import io.trunkline.mqtt.MqttLoginAttempt;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The dialects of one listener: the first that knows the credentials for its own decides. */
record ListenerDialect(List<MqttDialect> dialects, Handshakes handshakes) implements MqttDialect {

    @Override
    public Mono<MqttLogin> login(MqttLoginAttempt attempt) {
        return Mono.defer(() -> {
            handshakes.from(attempt.peer().address().getAddress());
            return Flux.fromIterable(dialects)
                    .concatMap(dialect -> dialect.login(attempt), 1)
                    .next()
                    .switchIfEmpty(Mono.error(ListenerDialect::unknown));
        });
    }

    private static Refused unknown() {
        return new Refused(Reason.UNAUTHENTICATED, "the user name is the application, the password its token");
    }
}
