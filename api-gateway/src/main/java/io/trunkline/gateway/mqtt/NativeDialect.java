package io.trunkline.gateway.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Purpose;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttLogin;
import io.trunkline.mqtt.MqttLoginAttempt;
import io.trunkline.mqtt.MqttProfile;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** The user name is the application's id, the password a JWT signed with its {@code authKey}. */
final class NativeDialect implements MqttDialect {
    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Authenticator authenticator;

    NativeDialect(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Mono<MqttLogin> login(MqttLoginAttempt attempt) {
        var user = attempt.userName();
        var password = attempt.password();
        if (user == null || password == null || !APPLICATION.matcher(user).matches()) {
            return Mono.empty();
        }
        var token = new String(password, StandardCharsets.UTF_8);
        return authenticator
                .authenticate(
                        new ApplicationId(user),
                        token,
                        Purpose.CLIENT,
                        attempt.peer().address().getAddress())
                .map(login -> new MqttLogin(login.principal(), login.tenure(), MqttProfile.full()));
    }
}
