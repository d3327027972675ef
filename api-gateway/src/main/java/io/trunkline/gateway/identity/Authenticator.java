package io.trunkline.gateway.identity;

import io.trunkline.broker.Tenure;
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
            var place = place(application, purpose, source);
            var settings = purpose.key(applications.enabled(application));
            return verifier.verify(application, token, settings).map(verified -> {
                var tenure = new KeyTenure(place, settings, keys, verified.key());
                var claims = verified.claims();
                return new Login(principal(application, claims), claims.expiry(), tenure);
            });
        });
    }

    /**
     * Whether anybody may enter from an address, by whatever they show of themselves besides.
     *
     * @return how long that holds
     * @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED, ADDRESS_DENIED, or UNAVAILABLE before anything was learnt
     */
    public Tenure admit(ApplicationId application, Purpose purpose, InetAddress source) {
        return place(application, purpose, source);
    }

    private AddressTenure place(ApplicationId application, Purpose purpose, InetAddress source) {
        if (!purpose.addresses(applications.enabled(application)).admits(source)) {
            throw new Refused(Reason.ADDRESS_DENIED);
        }
        return new AddressTenure(applications, application, purpose, source);
    }

    private static Principal principal(ApplicationId application, Claims claims) {
        return new Principal(application, claims.subject(), Permissions.of(claims.rights()));
    }
}
