package io.trunkline.gateway.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Purpose;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttLogin;
import io.trunkline.mqtt.MqttLoginAttempt;
import io.trunkline.mqtt.MqttProfile;
import java.util.List;
import reactor.core.publisher.Mono;

/** Lets everybody who shows no credentials into one application, with all its public topics: for closed networks and conformance suites. */
record AnonymousDialect(ApplicationId application, Authenticator authenticator) implements MqttDialect {
    private static final Permissions PUBLIC_TOPICS = Permissions.of(
            List.of(Permissions.PUBLISH + "*", Permissions.PUBLISH + "!secure/*", Permissions.PUBLISH + "!priv/*"));

    @Override
    public Mono<MqttLogin> login(MqttLoginAttempt attempt) {
        if (!attempt.isAnonymous()) {
            return Mono.empty();
        }
        var source = attempt.peer().address().getAddress();
        return Mono.fromSupplier(() -> new MqttLogin(
                new Principal(application, "", PUBLIC_TOPICS),
                authenticator.admit(application, Purpose.CLIENT, source),
                MqttProfile.full(),
                null));
    }
}
