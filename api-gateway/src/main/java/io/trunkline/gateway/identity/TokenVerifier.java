package io.trunkline.gateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.KeySettings;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Verifies compact JWTs (RFC 7519) with the keys of applications, by the rules of spec/realtime.md section 12. Signatures of public-key algorithms are checked
 * on a scheduler of their own, off the event loops; there is no cache of verified tokens.
 */
final class TokenVerifier {
    /** The longest token that is looked at, in characters. */
    static final int MAX_LENGTH = 16 * 1024;

    private final InstantSource clock;
    private final Duration skew;
    private final Scheduler scheduler;
    private final VerificationKeys keys;

    /** @param skew how far the clocks of those who issue tokens may be off */
    TokenVerifier(InstantSource clock, Duration skew, Scheduler scheduler, VerificationKeys keys) {
        this.clock = clock;
        this.skew = skew;
        this.scheduler = scheduler;
        this.keys = keys;
    }

    /** What a token says, or {@link Refused} with a detail that is safe to show. */
    Mono<Verified> verify(ApplicationId application, String token, KeySettings settings) {
        return Mono.defer(() -> {
            var jwt = parse(token);
            return keys.find(application, settings, jwt.getHeader())
                    .flatMap(key -> claims(jwt, key, settings).map(claims -> new Verified(claims, key)));
        });
    }

    private Mono<Claims> claims(SignedJWT jwt, VerificationKey key, KeySettings settings) {
        var claims = Mono.fromCallable(() -> verified(jwt, key, settings));
        return key.costly() && key.accepts(jwt.getHeader().getAlgorithm())
                ? claims.subscribeOn(scheduler).onErrorMap(RejectedExecutionException.class, TokenVerifier::busy)
                : claims;
    }

    private static SignedJWT parse(String token) {
        if (token.length() > MAX_LENGTH) {
            throw refused("The token is longer than " + MAX_LENGTH + " characters");
        }
        if (!isCompact(token)) {
            throw refused("The token is not a signed JWT");
        }
        try {
            var jwt = SignedJWT.parse(token);
            if (jwt.getHeader().getCriticalParams() != null || !jwt.getHeader().isBase64URLEncodePayload()) {
                throw refused("The token has critical header parameters, of which none is understood");
            }
            return jwt;
        } catch (ParseException | IllegalArgumentException notAToken) {
            throw refused("The token is not a signed JWT");
        }
    }

    /** Base64url and dots (RFC 7515, section 7.1): the library passes over all else, so that one token could be spelled in many ways. */
    private static boolean isCompact(String token) {
        return token.chars()
                .allMatch(c -> c == '.' || c == '-' || c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private Claims verified(SignedJWT jwt, VerificationKey key, KeySettings settings) {
        if (!key.accepts(jwt.getHeader().getAlgorithm())) {
            throw refused("The algorithm of the token is not one that the key of the application is for");
        }
        if (!key.verifies(jwt)) {
            throw refused("The signature of the token does not verify");
        }
        var claims = claims(jwt);
        checkTime(claims);
        checkOrigin(claims, settings);
        return Claims.of(claims);
    }

    private static JWTClaimsSet claims(SignedJWT jwt) {
        try {
            return jwt.getJWTClaimsSet();
        } catch (ParseException malformed) {
            throw refused("The claims of the token are malformed");
        }
    }

    private void checkTime(JWTClaimsSet claims) {
        var now = clock.instant();
        var expiry = claims.getExpirationTime();
        if (expiry != null && !now.isBefore(expiry.toInstant().plus(skew))) {
            throw refused("The token has expired");
        }
        var start = claims.getNotBeforeTime();
        if (start != null && now.isBefore(start.toInstant().minus(skew))) {
            throw refused("The token is not valid yet");
        }
    }

    private static void checkOrigin(JWTClaimsSet claims, KeySettings settings) {
        var issuers = settings.issuer();
        if (!issuers.isEmpty() && (claims.getIssuer() == null || !issuers.contains(claims.getIssuer()))) {
            throw refused("The issuer of the token is not one of the application's");
        }
        var audience = settings.audience();
        if (audience != null && !claims.getAudience().contains(audience)) {
            throw refused("The token is for another audience");
        }
    }

    private static Refused refused(String detail) {
        return new Refused(Reason.UNAUTHENTICATED, detail);
    }

    private static Refused busy(RejectedExecutionException full) {
        return new Refused(Reason.OVERLOADED, "Too many tokens wait to be verified");
    }
}
