package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.RSAKey;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.io.IOException;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class RemoteKeySetTest {
    private static final RSAPublicKey RSA = (RSAPublicKey) Tokens.keys("RSA").getPublic();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T04:00:00Z"));
    private Mono<KeySetSource.Fetched> answer = has(null, "first");
    private int fetches;
    private int withdrawals;

    private final RemoteKeySet keys = new RemoteKeySet(
            URI.create("https://idp.example/keys"),
            address -> {
                fetches++;
                return answer;
            },
            now::get,
            KeySets.SETTINGS,
            address -> withdrawals++);

    private static Mono<KeySetSource.Fetched> has(@Nullable Duration goodFor, String name) {
        return has(goodFor, name, RSA);
    }

    private static Mono<KeySetSource.Fetched> has(@Nullable Duration goodFor, String name, RSAPublicKey key) {
        var set = KeySetReader.read(
                KeySets.json(new RSAKey.Builder(key).keyID(name).build()));
        return Mono.just(new KeySetSource.Fetched(set, goodFor));
    }

    private void later(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private void finds(String name) {
        assertThat(keys.find(KeySets.header("RS256", name)).block()).isNotNull();
    }

    private void refuses(Reason reason, String name) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> keys.find(KeySets.header("RS256", name)).block())
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void isFetchedWhenTheFirstTokenComesAndKept() {
        finds("first");
        finds("first");

        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void manyTokensWaitForOneFetch() {
        var pending = Sinks.<KeySetSource.Fetched>one();
        answer = pending.asMono();
        var one = keys.find(KeySets.header("RS256", "first")).toFuture();
        var other = keys.find(KeySets.header("RS256", "first")).toFuture();
        var upkeep = keys.keepFresh().toFuture();

        pending.tryEmitValue(has(null, "first").block()).orThrow();

        assertThat(one.join()).isSameAs(other.join());
        assertThat(upkeep).isCompleted();
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void doesNotWaitForASlowPublisherButUsesItsAnswerWhenItComes() {
        var pending = Sinks.<KeySetSource.Fetched>one();
        answer = pending.asMono();
        refuses(Reason.UNAVAILABLE, "first");

        pending.tryEmitValue(has(null, "first").block()).orThrow();

        finds("first");
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void anUnknownNameLeadsToAnotherFetchButNotTooOften() {
        finds("first");
        answer = has(null, "second");
        refuses(Reason.UNAUTHENTICATED, "second");
        assertThat(fetches).isEqualTo(1);

        later(Duration.ofSeconds(10));
        finds("second");
        refuses(Reason.UNAUTHENTICATED, "first");
        refuses(Reason.UNAUTHENTICATED, "third");

        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void isFetchedAgainWhenItsTimeIsUp() {
        answer = has(Duration.ofMinutes(2), "first");
        finds("first");
        later(Duration.ofSeconds(119));
        keys.keepFresh().block();
        assertThat(fetches).isEqualTo(1);

        later(Duration.ofSeconds(1));
        keys.keepFresh().block();

        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void servesWhatItHasWhileThePublisherIsDownButNotForEver() {
        finds("first");
        answer = Mono.error(new IOException("down"));
        later(Duration.ofMinutes(10).plusHours(24).minusSeconds(1));
        keys.keepFresh().block();
        finds("first");

        later(Duration.ofSeconds(2));

        refuses(Reason.UNAVAILABLE, "first");
        answer = has(null, "first");
        later(Duration.ofSeconds(2));
        finds("first");
    }

    @Test
    void triesAgainSoonAfterAFailure() {
        answer = Mono.error(new IOException("down"));
        refuses(Reason.UNAVAILABLE, "first");
        refuses(Reason.UNAVAILABLE, "first");
        assertThat(fetches).isEqualTo(1);

        later(Duration.ofSeconds(2));
        answer = Mono.empty();
        refuses(Reason.UNAVAILABLE, "first");
        later(Duration.ofSeconds(2));
        answer = has(null, "first");

        finds("first");
        assertThat(fetches).isEqualTo(3);
    }

    private VerificationKey first() {
        return keys.find(KeySets.header("RS256", "first")).block();
    }

    private void refreshed() {
        later(Duration.ofMinutes(10));
        keys.keepFresh().block();
    }

    @Test
    void aKeyIsWithdrawnByTheNextSetWithoutIt() {
        var key = first();
        answer = has(null, "first", (RSAPublicKey) Tokens.keys("RSA").getPublic());
        assertThat(keys.withdrew(key)).isFalse();

        refreshed();

        assertThat(keys.withdrew(key)).as("another key of the same name").isTrue();
        assertThat(withdrawals).isEqualTo(1);
        assertThat(keys.withdrew(first())).isFalse();
    }

    @Test
    void aKeyThatIsStillPublishedIsNotWithdrawnWhateverItIsCalled() {
        var key = first();
        answer = has(null, "renamed");

        refreshed();

        assertThat(keys.withdrew(key)).isFalse();
        assertThat(withdrawals).isZero();
    }

    @Test
    void aPublisherThatDoesNotAnswerWithdrawsNothing() {
        var key = first();
        answer = Mono.error(new IOException("down"));

        refreshed();
        later(Duration.ofHours(25));
        keys.keepFresh().block();

        assertThat(fetches).isEqualTo(3);
        assertThat(keys.withdrew(key)).isFalse();
        assertThat(withdrawals).isZero();
    }

    @Test
    void readsHowLongASetIsGoodForWithinBounds() {
        assertThat(HttpKeySets.goodFor("public, max-age=300")).isEqualTo(Duration.ofMinutes(5));
        assertThat(HttpKeySets.goodFor("Max-Age=\"60\", s-maxage=7")).isEqualTo(Duration.ofMinutes(1));
        assertThat(HttpKeySets.goodFor("s-maxage=7")).isNull();
        assertThat(HttpKeySets.goodFor("no-store")).isNull();
        assertThat(HttpKeySets.goodFor("max-age=99999999999")).isNull();
        assertThat(HttpKeySets.goodFor(null)).isNull();
        assertThat(KeySets.SETTINGS.bounded(null)).isEqualTo(Duration.ofMinutes(10));
        assertThat(KeySets.SETTINGS.bounded(Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
        assertThat(KeySets.SETTINGS.bounded(Duration.ofDays(1))).isEqualTo(Duration.ofHours(1));
    }
}
