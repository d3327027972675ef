package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever comes and goes, and however often writing fails: in the end the store has what waits, in its order, and nothing else. */
class ParcelsPropertyTest {
    private static final DefaultEventExecutorGroup TIMERS = new DefaultEventExecutorGroup(1);
    private static final DeliveryTerms TERMS = new DeliveryTerms(1, false, List.of(), false);

    private static final List<String> SESSIONS = List.of("r", "s", "u");

    private record Waiting(Parcel parcel, String session, String text) {}

    @Property(tries = 20)
    void theStoreHasWhatWaits(@ForAll long seed) {
        var random = new Random(seed);
        var store = new MemoryParcelStore();
        var parcels = new Parcels(store, TIMERS);
        if (random.nextBoolean()) {
            parcels.open(1);
        }
        var waiting = new ArrayList<Waiting>();
        for (var i = 0; i < 60; i++) {
            store.away(random.nextInt(4) == 0);
            step(random, parcels, waiting, Publications.of("t", "text " + i));
        }
        store.away(false);
        parcels.open(1_000);

        await().untilAsserted(() ->
                assertThat(all(session -> texts(store, session))).isEqualTo(all(session -> texts(waiting, session))));
    }

    private static List<List<String>> all(Function<String, List<String>> texts) {
        return SESSIONS.stream().map(texts).toList();
    }

    private static void step(Random random, Parcels parcels, List<Waiting> waiting, Publication publication) {
        if (random.nextInt(3) == 0 && !waiting.isEmpty()) {
            var gone = waiting.remove(random.nextInt(waiting.size()));
            parcels.settle(gone.parcel(), to(gone.session()));
        } else {
            SESSIONS.stream()
                    .filter(session -> random.nextBoolean())
                    .forEach(session -> waiting.add(new Waiting(
                            parcels.put(publication, to(session)), session, Publications.text(publication))));
        }
    }

    private static Addressee to(String session) {
        return new Addressee(session, 1, 1, TERMS);
    }

    private static List<String> texts(MemoryParcelStore store, String session) {
        return store.parcels().values().stream()
                .filter(parcel -> parcel.addressees().stream()
                        .anyMatch(one -> one.sessionId().equals(session)))
                .map(parcel -> Publications.text(parcel.publication()))
                .toList();
    }

    private static List<String> texts(List<Waiting> waiting, String session) {
        return waiting.stream()
                .filter(one -> one.session().equals(session))
                .map(Waiting::text)
                .toList();
    }

    @AfterContainer
    static void end() {
        TIMERS.shutdownGracefully();
    }
}
