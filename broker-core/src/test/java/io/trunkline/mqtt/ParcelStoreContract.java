package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.mqtt.ParcelStore.Change;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link ParcelStore} does. */
public abstract class ParcelStoreContract {
    private static final DeliveryTerms PLAIN = new DeliveryTerms(1, false, List.of(), false);

    /** An empty one. */
    protected abstract ParcelStore store();

    /** The same after a restart of the process. */
    protected abstract ParcelStore reopened(ParcelStore store);

    @Test
    protected void givesBackWhatWasWrittenInItsOrder() {
        var store = store();
        var first = read(store).first();
        var one = parcel(first, "a", "app/r");
        var properties =
                new Properties("text/x", "reply", new byte[] {0, -1}, List.of(new UserProperty("a", "b")), true);
        var message = Message.of(Payload.octets(new byte[70_000]))
                .withDelivery(2, true)
                .withExpiry(Duration.ofSeconds(90))
                .withProperties(properties);
        var other = new SavedParcel(
                first + 1,
                Publications.of(Principals.anyone().on("line"), "\u00fc/b", message)
                        .at(new Position("epoch", 7)),
                List.of(
                        new Addressee(
                                "app/\ud83d\ude00",
                                Long.MIN_VALUE,
                                1L << 40,
                                new DeliveryTerms(2, true, List.of(1, 268_435_455), true)),
                        new Addressee("app/r", 7, 1, PLAIN)));
        store.write(new Change(List.of(one, other), List.of(), List.of())).block();

        var kept = read(reopened(store));

        assertThat(kept.first()).isGreaterThan(first + 1);
        assertThat(kept.parcels()).extracting(SavedParcel::number).containsExactly(first, first + 1);
        assertThat(kept.parcels())
                .extracting(SavedParcel::addressees)
                .containsExactly(one.addressees(), other.addressees());
        assertSame(kept.parcels().get(0).publication(), one.publication());
        assertSame(kept.parcels().get(1).publication(), other.publication());
    }

    private static void assertSame(Publication found, Publication written) {
        assertThat(found.id()).isEqualTo(written.id());
        assertThat(found.application()).isEqualTo(written.application());
        assertThat(found.topic()).isEqualTo(written.topic());
        assertThat(found.position()).isEqualTo(written.position());
        assertThat(found.expires()).isEqualTo(written.expires());
        assertThat(found.publisher().connectionId())
                .isEqualTo(written.publisher().connectionId());
        assertThat(found.payload().octets()).isEqualTo(written.payload().octets());
        assertThat(found.message().properties())
                .usingRecursiveComparison()
                .isEqualTo(written.message().properties());
        assertThat(found.message().qos()).isEqualTo(written.message().qos());
        assertThat(found.message().retain()).isEqualTo(written.message().retain());
    }

    @Test
    protected void whatIsWrittenAgainIsThereOnce() {
        var store = store();
        var first = read(store).first();
        var change = new Change(
                List.of(parcel(first, "a", "app/r", "app/s"), parcel(first + 1, "b", "app/r")),
                List.of(),
                List.of(first + 2));
        store.write(change).block();
        store.write(change).block();

        assertThat(read(reopened(store)).parcels())
                .extracting(SavedParcel::number)
                .containsExactly(first, first + 1);
    }

    @Test
    protected void waitsForFewerAndThenForNobody() {
        var store = store();
        var first = read(store).first();
        var added = List.of(parcel(first, "a", "app/r", "app/s"), parcel(first + 1, "b", "app/r", "app/s"));
        store.write(new Change(added, List.of(), List.of())).block();
        store.write(new Change(
                        List.of(parcel(first + 2, "c", "app/t")),
                        List.of(parcel(first, "a", "app/s"), parcel(first + 9, "never", "app/s")),
                        List.of(first + 1, first + 8)))
                .block();

        var left = read(reopened(store)).parcels();

        assertThat(left).extracting(SavedParcel::number).containsExactly(first, first + 2);
        assertThat(left.get(0).addressees()).containsExactly(new Addressee("app/s", 7, 1, PLAIN));
        assertThat(Publications.text(left.get(0).publication())).isEqualTo("a");
    }

    @Test
    protected void takesManyAndLargeOnes() {
        var store = store();
        var first = read(store).first();
        var large = "x".repeat(200_000);
        var many = LongStream.range(0, 2_000)
                .mapToObj(i -> parcel(first + i, i % 40 == 0 ? large : "small " + i, "app/" + i % 7))
                .toList();
        store.write(new Change(many, List.of(), List.of())).block();

        var there = read(reopened(store)).parcels();

        assertThat(there).hasSize(2_000);
        assertThat(Publications.text(there.get(1_960).publication())).isEqualTo(large);
        assertThat(Publications.text(there.get(1_999).publication())).isEqualTo("small 1999");
    }

    @Test
    protected void nothingHappensBeforeSubscription() {
        var store = store();
        var first = read(store).first();
        var unused = store.write(new Change(List.of(parcel(first, "a", "app/r")), List.of(), List.of()));

        assertThat(unused).isNotNull();
        assertThat(read(reopened(store)).parcels()).isEmpty();
    }

    @Test
    protected void noProcessNumbersAsOneBeforeItDid() {
        var store = store();
        var first = read(store).first();
        var again = reopened(store);

        assertThat(first).isPositive();
        assertThat(read(again).first()).isGreaterThan(first);
    }

    private static ParcelStore.Kept read(ParcelStore store) {
        return store.read().block();
    }

    private static SavedParcel parcel(long number, String text, String... sessions) {
        return new SavedParcel(
                number,
                Publications.of("t", text),
                List.of(sessions).stream()
                        .map(id -> new Addressee(id, 7, 1, PLAIN))
                        .toList());
    }
}
