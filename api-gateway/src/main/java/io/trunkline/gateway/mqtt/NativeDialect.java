package io.trunkline.gateway.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Login;
import io.trunkline.gateway.identity.Purpose;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttLogin;
import io.trunkline.mqtt.MqttLoginAttempt;
import io.trunkline.mqtt.MqttProfile;
import io.trunkline.mqtt.Stay;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The user name is the application's id, the password a JWT signed with its {@code authKey}. */
final class NativeDialect implements MqttDialect {
    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Authenticator authenticator;
    private final Applications applications;

    NativeDialect(Authenticator authenticator, Applications applications) {
        this.authenticator = authenticator;
        this.applications = applications;
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
                .map(login -> new MqttLogin(login.principal(), login.tenure(), MqttProfile.full(), stay(login)));
    }

    /** As long as the token, where the application wants that. */
    private @Nullable Stay stay(Login login) {
        var expiry = login.expiry();
        return expiry == null
                ? null
                : new Stay(expiry, () -> isClosedWithToken(login.principal().application()));
    }

    private boolean isClosedWithToken(ApplicationId id) {
        var application = applications.application(id);
        return application != null && application.closeAtTokenExpiry();
    }
}
