package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.mqtt.SavedParcel.Addressee;
import io.trunkline.mqtt.SavedSession.Owner;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets what waited in the process before. */
class OwedTest {
    private static final DeliveryTerms TERMS = new DeliveryTerms(1, false, List.of(), false);

    private final DefaultEventExecutorGroup timers = new DefaultEventExecutorGroup(1);
    private final MemoryParcelStore store = new MemoryParcelStore();
    private final Parcels parcels = new Parcels(store, timers);
    private final Owed owed = new Owed(parcels);

    @AfterEach
    void end() {
        timers.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void comesInTheSessionsOrderAndNotInThatOfTheStore() {
        owed.add(List.of(parcel(7, to("r", 1, 5)), parcel(8, to("r", 1, 2)), parcel(9, to("r", 1, 3))), sessions());

        assertThat(owed.take("r")).extracting(item -> item.to().turn()).containsExactly(2L, 3L, 5L);
        assertThat(owed.take("r")).isEmpty();
    }

    @Test
    void whatIsThereForAnotherLifeOrForNobodyIsRemoved() {
        var shared = parcel(7, to("r", 1, 1), to("s", 8, 1), to("gone", 3, 1));
        var others = parcel(8, to("s", 8, 2), to("gone", 3, 2));
        store.write(new ParcelStore.Change(List.of(shared, others), List.of(), List.of()))
                .block();

        owed.add(List.of(shared, others), sessions());
        parcels.open(100);

        assertThat(owed.take("s")).isEmpty();
        await().untilAsserted(() -> assertThat(store.addressees()).containsExactly("r"));
        assertThat(owed.take("r")).hasSize(1);
    }

    private static List<SavedSession> sessions() {
        return List.of(session("r", 1), session("s", 2));
    }

    private static SavedSession session(String id, long incarnation) {
        var owner = new Owner(new ApplicationId("app"), "ann", List.of());
        return new SavedSession(id, incarnation, owner, MqttProfile.full(), 60, null, List.of(), null, Set.of(), 0);
    }

    private static Addressee to(String session, long incarnation, long turn) {
        return new Addressee(session, incarnation, turn, TERMS);
    }

    private static SavedParcel parcel(long number, Addressee... addressees) {
        return new SavedParcel(number, Publications.of("t", "text " + number), List.of(addressees));
    }
}
