package io.trunkline.gateway.identity;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.Applications;
import java.net.InetAddress;
import reactor.core.publisher.Mono;

/** The one place where a token becomes a {@link Principal}, for every door. */
public final class Authenticator {
    private final Applications applications;
    private final TokenVerifier verifier;
    private final VerificationKeys keys;

    Authenticator(Applications applications, TokenVerifier verifier, VerificationKeys keys) {
        this.applications = applications;
        this.verifier = verifier;
        this.keys = keys;
    }

    /**
     * Answers whom a token proves, the subject empty if the token names none, or {@link Refused}: UNKNOWN_APPLICATION, APPLICATION_DISABLED,
     * ADDRESS_DENIED, UNAUTHENTICATED, or UNAVAILABLE and OVERLOADED for a gateway that cannot tell at the moment. Never blocks.
     *
     * @param application the application the caller wants to enter, from the path or user name
     * @param token a compact JWT, signed with that application's key for this purpose
     * @param source the caller's own address
     */
    public Mono<Login> authenticate(ApplicationId application, String token, Purpose purpose, InetAddress source) {
        return Mono.defer(() -> {
            var known = applications.enabled(application);
            if (!purpose.addresses(known).admits(source)) {
                throw new Refused(Reason.ADDRESS_DENIED);
            }
            var settings = purpose.key(known);
            return verifier.verify(application, token, settings).map(verified -> {
                var tenure = new KeyTenure(applications, application, purpose, source, settings, keys, verified.key());
                var claims = verified.claims();
                return new Login(principal(application, claims), claims.expiry(), tenure);
            });
        });
    }

    private static Principal principal(ApplicationId application, Claims claims) {
        return new Principal(application, claims.subject(), Permissions.of(claims.rights()));
    }
}
