package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Refused;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class VerificationKeysTest {
    private static final ApplicationId GREEDY = new ApplicationId("greedy");
    private static final ApplicationId OTHER = new ApplicationId("other");

    private final List<URI> fetched = new ArrayList<>();
    private final VerificationKeys keys = new VerificationKeys(
            address -> new RemoteKeySet(address, this::fetch, InstantSource.system(), KeySets.SETTINGS, gone -> {}));

    private Mono<KeySetSource.Fetched> fetch(URI address) {
        fetched.add(address);
        return Mono.just(new KeySetSource.Fetched(KeySetReader.read(KeySets.json()), null));
    }

    /** Whether its keys were looked for; none are found there. */
    private boolean isServed(ApplicationId application, int number) {
        var served = new boolean[1];
        var settings = Tokens.published("https://idp.example/" + number);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> keys.find(application, settings, KeySets.header("RS256", "k"))
                        .block())
                .satisfies(no -> served[0] = !no.detail().contains("too many key sets"));
        return served[0];
    }

    @Test
    void anApplicationThatNamesEverNewSetsHasAFewFetchedAndOthersGoOn() {
        var served = IntStream.range(0, 10).mapToObj(i -> isServed(GREEDY, i)).toList();

        assertThat(fetched).hasSize(VerificationKeys.MOST_NEW);
        assertThat(served.subList(0, 4)).containsOnly(true);
        assertThat(served.subList(4, 10)).containsOnly(false);
        assertThat(isServed(OTHER, 100)).isTrue();
        assertThat(isServed(GREEDY, 100)).as("one that is known").isTrue();
    }

    @Test
    void theNextRoundGivesEachItsShareAgain() {
        IntStream.range(0, 10).forEach(i -> isServed(GREEDY, i));

        keys.retain(Set.of(URI.create("https://idp.example/0")));

        assertThat(isServed(GREEDY, 9)).isTrue();
        assertThat(isServed(GREEDY, 0)).isTrue();
        assertThat(fetched).hasSize(VerificationKeys.MOST_NEW + 1);
    }
}
