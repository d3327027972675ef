package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.observe.Country;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageMeterTest {
    private static final ApplicationId ONE = new ApplicationId("0123456789abcdef0123456789abcdef");
    private static final ApplicationId TWO = new ApplicationId("fedcba9876543210fedcba9876543210");

    private final UsageMeter meter = new UsageMeter();
    private final List<TopicCounted> topics = new ArrayList<>();
    private final List<CountryCounted> countries = new ArrayList<>();

    @Test
    void countsWhatTheBrokerAnnouncesByTheOctetsOfItsPayload() {
        var publisher = new Principal(ONE, "someone", Permissions.of(List.of()));

        meter.published(publication(publisher.on("line"), "main", "häß"), 3);

        assertThat(take()).containsExactly(new Counted(ONE, 1, 5, 3));
    }

    @Test
    void countsPublicationsTheirBytesAndTheirReceiversPerApplication() {
        meter.count(ONE, 200, 3);
        meter.count(ONE, 0, 0);
        meter.count(TWO, 17, 1);

        assertThat(take()).containsExactlyInAnyOrder(new Counted(ONE, 2, 200, 3), new Counted(TWO, 1, 17, 1));
    }

    @Test
    void givesOnlyWhatIsNewSinceTheLastTake() {
        meter.count(ONE, 200, 3);
        take();

        assertThat(take()).isEmpty();
        meter.count(ONE, 5, 1);
        assertThat(take()).containsExactly(new Counted(ONE, 1, 5, 1));
    }

    @Test
    void losesNothingToATakeWhileManyPublish() throws InterruptedException {
        var publishers = 4;
        var each = 200_000;
        var done = new CountDownLatch(publishers);
        var pool = Executors.newFixedThreadPool(publishers);
        for (int i = 0; i < publishers; i++) {
            pool.execute(() -> {
                IntStream.range(0, each).forEach(n -> meter.count(n % 2 == 0 ? ONE : TWO, 10, 2));
                done.countDown();
            });
        }

        var sums = new HashMap<ApplicationId, Counted>();
        while (done.getCount() > 0) {
            addTo(sums);
        }
        addTo(sums);
        pool.shutdown();

        var half = publishers * each / 2L;
        assertThat(sums)
                .isEqualTo(Map.of(
                        ONE,
                        new Counted(ONE, half, half * 10, half * 2),
                        TWO,
                        new Counted(TWO, half, half * 10, half * 2)));
    }

    @Test
    void holdsOnlyApplicationsThatPublishAndCountsThemAgainWhenTheyComeBack() {
        IntStream.range(0, 1_000).forEach(n -> meter.count(new ApplicationId("%032x".formatted(n)), 1, 1));
        take();
        for (int take = 0; take < UsageMeter.IDLE_TAKES; take++) {
            meter.count(ONE, 1, 1);
            take();
        }

        assertThat(meter.applications()).isEqualTo(1);
        meter.count(TWO, 3, 4);
        assertThat(take()).containsExactly(new Counted(TWO, 1, 3, 4));
    }

    @Test
    void countsCallsOfBackendsAndOfOthersOnlyTheirPublications() {
        var backend = new Principal(ONE, "backend", Permissions.of(List.of()));

        meter.published(publication(backend, "news", "12345"), 1);
        meter.published(publication(backend.on("line"), "news", "123"), 2);
        meter.published(publication(backend.asPlatform(), "dead", "1"), 0);
        meter.charged(backend, 256);
        meter.connected(backend.on("line"), Country.UNKNOWN);

        assertThat(take()).containsExactly(new Counted(ONE, 3, 9, 3, 2, 261, 1));
        assertThat(topics)
                .containsExactlyInAnyOrder(new TopicCounted(ONE, "news", 2, 8), new TopicCounted(ONE, "dead", 1, 1));
    }

    @Test
    void countsConnectionsAlsoByCountryAndNoneOfThePlatform() {
        var client = new Principal(ONE, "client", Permissions.of(List.of())).on("line");
        var germany = Country.of("de");

        meter.connected(client, germany);
        meter.connected(client, germany);
        meter.connected(client, Country.UNKNOWN);
        meter.connected(client, null);

        assertThat(take()).containsExactly(new Counted(ONE, 0, 0, 0, 0, 0, 3));
        assertThat(countries)
                .containsExactlyInAnyOrder(
                        new CountryCounted(ONE, germany, 2), new CountryCounted(ONE, Country.UNKNOWN, 1));
        countries.clear();
        meter.connected(client, germany);
        take();
        assertThat(countries).containsExactly(new CountryCounted(ONE, germany, 1));
    }

    @Test
    void presenceIsNobodysPublication() {
        var client = new Principal(ONE, "client", Permissions.of(List.of())).on("line");
        var presence = Message.of(Payload.text("connected")).withType("presence");

        meter.published(publication(client.asPlatform(), "secure/inbound", presence), 2);

        assertThat(take()).isEmpty();
    }

    private static Publication publication(Principal publisher, String topic, String text) {
        return publication(publisher, topic, Message.of(Payload.text(text)));
    }

    private static Publication publication(Principal publisher, String topic, Message message) {
        return new Publication(new Stamp("id", Instant.EPOCH, "node"), publisher, Topic.of(topic), message);
    }

    private List<Counted> take() {
        return meter.take(topics::add, countries::add);
    }

    private void addTo(Map<ApplicationId, Counted> sums) {
        take().forEach(counted -> sums.merge(counted.application(), counted, Counted::plus));
    }
}
