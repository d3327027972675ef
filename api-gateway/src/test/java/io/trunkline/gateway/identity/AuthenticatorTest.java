package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trunkline.broker.access.Action;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class AuthenticatorTest {
    private static final ApplicationId A = new ApplicationId("a".repeat(32));
    private static final ApplicationId B = new ApplicationId("b".repeat(32));
    private static final ApplicationId OFF = new ApplicationId("0".repeat(32));
    private static final ApplicationId NEAR = new ApplicationId("e".repeat(32));
    private static final InetAddress HOME = InetAddress.getLoopbackAddress();

    private final Applications applications = Directories.of(
            Directories.application(A.value()),
            Directories.application(B.value()),
            Directories.disabled(OFF.value()),
            Directories.application(NEAR.value(), List.of("10.0.0.0/8"), List.of("!127.0.0.1")));

    private final Authenticator authenticator = authenticator(applications);

    private static Authenticator authenticator(Applications applications) {
        var keys = KeySets.none();
        var verifier = new TokenVerifier(InstantSource.system(), Duration.ofSeconds(5), Schedulers.immediate(), keys);
        return new Authenticator(applications, verifier, keys);
    }

    private static String token(ApplicationId application, Purpose purpose) {
        var secret = purpose == Purpose.CLIENT
                ? Directories.clientSecret(application.value())
                : Directories.adminSecret(application.value());
        return Tokens.hs256(secret, Map.of("sub", "ann", "permissions", List.of(Action.MANAGE_APPLICATION.claim())));
    }

    private Principal enter(ApplicationId application, String token, Purpose purpose) {
        return login(application, token, purpose).principal();
    }

    private Login login(ApplicationId application, String token, Purpose purpose) {
        return authenticator.authenticate(application, token, purpose, HOME).block();
    }

    private void refuses(Reason reason, ApplicationId application, String token, Purpose purpose) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> enter(application, token, purpose))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void answersThePrincipalThatATokenProves() {
        var principal = enter(A, token(A, Purpose.CLIENT), Purpose.CLIENT);

        assertThat(principal.application()).isEqualTo(A);
        assertThat(principal.subject()).isEqualTo("ann");
        assertThat(principal.connectionId()).isNull();
        assertThat(principal.permissions().may(Action.MANAGE_APPLICATION)).isTrue();
    }

    @Test
    void refusesTheTokenOfAnotherApplication() {
        refuses(Reason.UNAUTHENTICATED, B, token(A, Purpose.CLIENT), Purpose.CLIENT);
        refuses(Reason.UNAUTHENTICATED, B, token(A, Purpose.ADMIN), Purpose.ADMIN);
    }

    @Test
    void refusesATokenForTheOtherPurpose() {
        refuses(Reason.UNAUTHENTICATED, A, token(A, Purpose.CLIENT), Purpose.ADMIN);
        refuses(Reason.UNAUTHENTICATED, A, token(A, Purpose.ADMIN), Purpose.CLIENT);
    }

    @Test
    void tellsUnknownAndDisabledApplicationsApart() {
        refuses(Reason.UNKNOWN_APPLICATION, new ApplicationId("nobody"), token(A, Purpose.CLIENT), Purpose.CLIENT);
        refuses(Reason.APPLICATION_DISABLED, OFF, token(OFF, Purpose.CLIENT), Purpose.CLIENT);
    }

    @Test
    void refusesAnAddressThatTheApplicationDoesNotAdmitForThisPurpose() {
        refuses(Reason.ADDRESS_DENIED, NEAR, token(NEAR, Purpose.CLIENT), Purpose.CLIENT);
        refuses(Reason.ADDRESS_DENIED, NEAR, token(NEAR, Purpose.ADMIN), Purpose.ADMIN);
    }

    @Test
    void saysThatItCannotTellBeforeTheApplicationsAreKnown() {
        var early = authenticator(new Applications());

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> early.authenticate(A, token(A, Purpose.CLIENT), Purpose.CLIENT, HOME)
                        .block())
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void saysWhenTheTokenExpiresIfItDoes() {
        var soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        var token = Tokens.hs256(Directories.clientSecret(A.value()), Map.of("exp", soon.getEpochSecond()));

        assertThat(login(A, token, Purpose.CLIENT).expiry()).isEqualTo(soon);
        assertThat(login(A, token(A, Purpose.CLIENT), Purpose.CLIENT).expiry()).isNull();
    }

    @Test
    void tenureLastsThroughChangesThatDoNotConcernIt() {
        var tenure = login(A, token(A, Purpose.CLIENT), Purpose.CLIENT).tenure();
        var otherKey = Map.of("key", "another admin secret", "algorithms", List.of("HS256"));
        Directories.put(applications, change("adminKey", otherKey));
        assertThat(tenure.ended()).isNull();

        Directories.put(applications, change("clientSourceAddress", List.of("127.0.0.0/8")));

        assertThat(tenure.ended()).isNull();
    }

    @Test
    void tenureEndsWithTheApplicationTheKeyAndTheAddress() {
        var tenure = login(A, token(A, Purpose.CLIENT), Purpose.CLIENT).tenure();

        Directories.put(applications, Directories.disabled(A.value()));
        assertThat(tenure.ended()).isEqualTo(Reason.APPLICATION_DISABLED);
        var otherKey = Map.of("key", "another secret", "algorithms", List.of("HS256"));
        Directories.put(applications, change("authKey", otherKey));
        assertThat(tenure.ended()).isEqualTo(Reason.UNAUTHENTICATED);
        Directories.put(applications, change("clientSourceAddress", List.of("!127.0.0.1")));
        assertThat(tenure.ended()).isEqualTo(Reason.ADDRESS_DENIED);
        Directories.put(applications, Directories.application(A.value()));
        assertThat(tenure.ended()).isNull();
        Directories.remove(applications, A.value());
        assertThat(tenure.ended()).isEqualTo(Reason.UNKNOWN_APPLICATION);
    }

    private static Application change(String field, Object value) {
        return Directories.with(Directories.application(A.value()), Map.of(field, value));
    }
}
