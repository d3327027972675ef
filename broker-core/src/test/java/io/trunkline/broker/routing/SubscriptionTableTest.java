package io.trunkline.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingOutbox;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.Levels;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table against a list of subscriptions that is searched one by one with a matcher written another way. */
class SubscriptionTableTest {
    private static final List<Permissions> RIGHTS = List.of(
            Permissions.NONE,
            Permissions.of(List.of(Permissions.SUBSCRIBE + "secure/*")),
            Permissions.of(List.of(Permissions.SUBSCRIBE + "secure/*", Permissions.SUBSCRIBE + "!secure/a*")));

    record Reader(String id, Permissions permissions, RecordingOutbox outbox) implements Subscriber {
        @Override
        public boolean mayHear(Topic topic) {
            return permissions.mayHear(topic);
        }
    }

    /** What happens to the table: one subscribes, unsubscribes, or publishes. */
    record Event(Kind kind, int who, TopicFilter filter, Terms terms, Topic topic) {}

    record Terms(@Nullable String group, boolean noLocal) {}

    record Key(int who, TopicFilter filter, @Nullable String group) {}

    enum Kind {
        SUBSCRIBE,
        UNSUBSCRIBE,
        PUBLISH
    }

    private final SubscriptionTable table = new SubscriptionTable();
    private final Map<Key, Subscription> naive = new LinkedHashMap<>();
    private final List<Reader> readers = IntStream.range(0, RIGHTS.size())
            .mapToObj(i -> new Reader("reader" + i, RIGHTS.get(i), new RecordingOutbox()))
            .toList();

    @Property(tries = 2_000)
    void deliversAsASearchOfAllSubscriptionsWould(@ForAll("events") List<Event> events) {
        for (var event : events) {
            switch (event.kind()) {
                case SUBSCRIBE -> subscribe(event);
                case UNSUBSCRIBE -> unsubscribe(event);
                case PUBLISH -> publish(event);
            }
        }
    }

    @Property(tries = 2_000)
    void aFilterMatchesAsTheNaiveOneDoes(@ForAll("filters") TopicFilter filter, @ForAll("topics") Topic topic) {
        assertThat(filter.matches(topic)).isEqualTo(NaiveMatcher.matches(filter, topic.name()));
    }

    private void subscribe(Event event) {
        var options = new SubscriptionOptions(
                0, 0, event.terms().noLocal(), false, event.terms().group(), false, null);
        var subscription = new Subscription(readers.get(event.who()), event.filter(), options, Instant.MIN);
        table.add(Principals.APPLICATION, subscription);
        naive.put(key(event), subscription);
    }

    private void unsubscribe(Event event) {
        // what is there goes more often than not, else the tree would only grow
        var key = naive.containsKey(key(event)) || naive.isEmpty()
                ? key(event)
                : naive.keySet().iterator().next();
        var gone = naive.remove(key);
        if (gone != null) {
            table.remove(Principals.APPLICATION, gone);
        }
    }

    private static Key key(Event event) {
        return new Key(event.who(), event.filter(), event.terms().group());
    }

    private void publish(Event event) {
        var publisher = new Principal(
                Principals.APPLICATION,
                "s",
                Permissions.NONE,
                readers.get(event.who()).id());
        var publication = Publications.of(publisher, event.topic().name(), Publications.message("m"));
        var shared = new ArrayList<Subscription>();
        var own = new LinkedHashMap<Subscriber, Set<Subscription>>();
        table.match(publication, delivery -> {
            var all = new ArrayList<>(delivery.others());
            all.add(delivery.subscription());
            if (delivery.subscription().options().group() != null) {
                shared.addAll(all);
            } else {
                assertThat(own.put(delivery.subscription().subscriber(), new HashSet<>(all)))
                        .as("one delivery for each subscriber")
                        .isNull();
            }
        });
        assertThat(own).isEqualTo(expectedOwn(publication));
        checkShares(publication, shared);
    }

    private Map<Subscriber, Set<Subscription>> expectedOwn(Publication publication) {
        return naive.values().stream()
                .filter(subscription -> subscription.options().group() == null && hears(subscription, publication))
                .collect(Collectors.groupingBy(Subscription::subscriber, Collectors.toSet()));
    }

    private void checkShares(Publication publication, List<Subscription> chosen) {
        var candidates = naive.values().stream()
                .filter(subscription -> subscription.options().group() != null && hears(subscription, publication))
                .collect(Collectors.groupingBy(SubscriptionTableTest::share, Collectors.toSet()));
        assertThat(chosen.stream().map(SubscriptionTableTest::share))
                .as("each group gets it exactly once")
                .containsExactlyInAnyOrderElementsOf(candidates.keySet());
        chosen.forEach(one -> assertThat(candidates.get(share(one))).contains(one));
    }

    private static List<Object> share(Subscription subscription) {
        return List.of(
                subscription.filter(), String.valueOf(subscription.options().group()));
    }

    private static boolean hears(Subscription subscription, Publication publication) {
        var topic = publication.topic();
        var filter = subscription.filter();
        if (!NaiveMatcher.matches(filter, topic.name())) {
            return false;
        }
        if (subscription.options().noLocal()
                && subscription.subscriber().id().equals(publication.publisher().connectionId())) {
            return false;
        }
        var asked =
                filter.text().startsWith("secure/") && (filter instanceof Levels || filter instanceof TopicFilter.Wild);
        return !asked
                || topic.category() == Category.PUBLIC
                || subscription.subscriber().mayHear(topic);
    }

    @Test
    void aShareGoesRoundAndPassesOverMembersThatAreNotReady() {
        var options = new SubscriptionOptions(0, 0, false, false, "g", false, null);
        readers.forEach(reader -> table.add(
                Principals.APPLICATION, new Subscription(reader, TopicFilter.levels("a/+"), options, Instant.MIN)));

        assertThat(chosen(6))
                .containsExactlyInAnyOrder("reader0", "reader0", "reader1", "reader1", "reader2", "reader2");
        readers.get(1).outbox().ready(false);
        assertThat(chosen(6)).hasSize(6).doesNotContain("reader1");
        readers.forEach(reader -> reader.outbox().ready(false));
        assertThat(chosen(3)).hasSize(3);
    }

    private List<String> chosen(int publications) {
        var chosen = new ArrayList<String>();
        for (var i = 0; i < publications; i++) {
            table.match(
                    Publications.of("a/b", "m"),
                    delivery -> chosen.add(delivery.subscription().subscriber().id()));
        }
        return chosen;
    }

    @Provide
    Arbitrary<List<Event>> events() {
        var terms = Combinators.combine(Arbitraries.of("g", "h").injectNull(0.6), Arbitraries.of(false, false, true))
                .as(Terms::new);
        return Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.integers().between(0, 2), filters(), terms, topics())
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Topic> topics() {
        return names("a", "b", "ab", "").map(Topic::of);
    }

    @Provide
    Arbitrary<TopicFilter> filters() {
        var exact = topics().map(TopicFilter::exact);
        var open = names("a", "b", "+", "").map(TopicFilter::levels);
        var closed = names("a", "+", "b").map(name -> TopicFilter.levels(name + "/#"));
        var globs = names("a", "*", "a*", "*b").map(TopicFilter::glob);
        return Arbitraries.oneOf(exact, open, closed, globs, Arbitraries.just(TopicFilter.levels("#")));
    }

    /** Few names of few levels, so that filters meet topics. */
    private static Arbitrary<String> names(String... levels) {
        var first = Arbitraries.oneOf(Arbitraries.of(levels), Arbitraries.of("secure", "priv", "$s"));
        return Combinators.combine(first, Arbitraries.of(levels).list().ofMaxSize(2))
                .as((head, rest) -> rest.isEmpty() ? head : head + "/" + String.join("/", rest))
                .filter(name -> !name.isEmpty());
    }
}
