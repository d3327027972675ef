package io.trunkline.gateway.mqtt;

import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttLogin;
import io.trunkline.mqtt.MqttLoginAttempt;
import io.trunkline.mqtt.MqttProfile;
import java.util.List;
import reactor.core.publisher.Mono;

/** Lets everybody into one application, with all its public topics: for closed networks and conformance suites. Credentials are still checked if given. */
final class AnonymousDialect implements MqttDialect {
    private static final Permissions PUBLIC_TOPICS = Permissions.of(
            List.of(Permissions.PUBLISH + "*", Permissions.PUBLISH + "!secure/*", Permissions.PUBLISH + "!priv/*"));

    private final ApplicationId application;
    private final MqttDialect withCredentials;

    AnonymousDialect(ApplicationId application, MqttDialect withCredentials) {
        this.application = application;
        this.withCredentials = withCredentials;
    }

    @Override
    public Mono<MqttLogin> login(MqttLoginAttempt attempt) {
        if (attempt.userName() != null || attempt.password() != null) {
            return withCredentials.login(attempt);
        }
        var anyone = new Principal(application, "", PUBLIC_TOPICS);
        return Mono.just(new MqttLogin(anyone, Tenure.ALWAYS, MqttProfile.full()));
    }
}
