package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.mqtt.SavedSession.Owner;
import io.trunkline.mqtt.SavedSession.Subscribed;
import io.trunkline.mqtt.SessionStore.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} does. */
public abstract class SessionStoreContract {
    private static final Instant LEFT = Instant.parse("2026-01-08T00:00:00.123456Z");

    /** An empty one. */
    protected abstract SessionStore store();

    /** The same after a restart of the process. */
    protected abstract SessionStore reopened(SessionStore store);

    @Test
    protected void givesBackWhatWasWrittenLast() {
        var store = store();
        write(store, session("app/r", null));
        var last = session("app/r", LEFT);
        write(store, last);

        assertThat(reopened(store).all().collectList().block())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(last);
    }

    @Test
    protected void keepsWhatIsHardlyASessionAndWhatIsALargeOne() {
        var store = store();
        var small = new SavedSession(
                "app/",
                0,
                new Owner(new ApplicationId("app"), "", List.of()),
                plain(),
                1,
                null,
                List.of(),
                null,
                Set.of(),
                0);
        var filters = IntStream.range(0, 1000)
                .mapToObj(i -> new Subscribed(TopicFilter.levels("t/" + i + "/\u00fc"), SubscriptionOptions.DEFAULT))
                .toList();
        var large = new SavedSession(
                "app/" + "\ud83d\ude00".repeat(128),
                Long.MIN_VALUE,
                new Owner(new ApplicationId("app"), "ann", List.of("a", "b")),
                MqttProfile.full(),
                0xffff_ffffL,
                LEFT,
                filters,
                null,
                Set.of(1, 65_535),
                65_535);
        write(store, small, large);

        assertThat(reopened(store).all().collectList().block())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyInAnyOrder(small, large);
    }

    @Test
    protected void nothingIsLeftOfWhatHasEnded() {
        var store = store();
        write(store, session("app/r", LEFT), session("app/other", LEFT), session("other/r", LEFT));
        store.write(List.of(
                        new Change("app/r", null),
                        new Change("app/never", null),
                        new Change("app/new", session("app/new", null))))
                .block();

        assertThat(reopened(store).all().map(SavedSession::id).collectList().block())
                .containsExactlyInAnyOrder("app/other", "other/r", "app/new");
    }

    @Test
    protected void takesMany() {
        var store = store();
        var many = IntStream.range(0, Records.MOST_AT_ONCE)
                .mapToObj(i -> session("app/" + i, i % 2 == 0 ? null : LEFT))
                .toArray(SavedSession[]::new);
        write(store, many);

        var read = reopened(store).all().collectMap(SavedSession::id).block();

        assertThat(read).hasSize(many.length);
        assertThat(read.get("app/498")).usingRecursiveComparison().isEqualTo(many[498]);
        assertThat(read.get("app/499")).usingRecursiveComparison().isEqualTo(many[499]);
    }

    @Test
    protected void nothingHappensBeforeSubscription() {
        var store = store();
        var unused = store.write(List.of(new Change("app/r", session("app/r", LEFT))));

        assertThat(unused).isNotNull();
        assertThat(reopened(store).all().collectList().block()).isEmpty();
    }

    private static void write(SessionStore store, SavedSession... sessions) {
        store.write(List.of(sessions).stream()
                        .map(session -> new Change(session.id(), session))
                        .toList())
                .block();
    }

    private static MqttProfile plain() {
        return new MqttProfile(0, false, false, false, 1, 1, false);
    }

    private static SavedSession session(String id, @Nullable Instant left) {
        return new SavedSession(
                id,
                -7,
                new Owner(new ApplicationId("app"), "ann", List.of("realtime:publisher:write:topic:*")),
                MqttProfile.full(),
                60,
                left,
                List.of(
                        new Subscribed(
                                TopicFilter.levels("t/+"), new SubscriptionOptions(1, 7, true, true, null, true, null)),
                        new Subscribed(
                                TopicFilter.levels("t/a"),
                                new SubscriptionOptions(2, 268_435_455, false, false, "group", false, null))),
                will(),
                Set.of(1, 2),
                9);
    }

    private static Will will() {
        var properties = new Properties(
                "text/plain", "answers/here", new byte[] {0, -1, 7}, List.of(new UserProperty("id", "x\u0000y")), true);
        var message = Message.of(Payload.octets(new byte[] {0, 1, -1}))
                .withDelivery(2, true)
                .withExpiry(Duration.ofSeconds(30))
                .withProperties(properties);
        return new Will(Topic.of("wills/a"), message, 0xffff_ffffL);
    }
}
