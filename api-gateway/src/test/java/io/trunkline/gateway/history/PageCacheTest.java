package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class PageCacheTest {
    private static final Shelf.Key TOPIC = new Shelf.Key(Principals.APPLICATION, Topic.of("a"));

    private final List<String> fetched = new ArrayList<>();
    private Sinks.One<Boolean> gate = Sinks.one();

    private Mono<Page> fetch(Shelf.Key topic, Place place, long from, long until) {
        fetched.add(from + "-" + until);
        var publications = LongStream.rangeClosed(from, until)
                .mapToObj(offset -> Publications.of("a", "m" + offset))
                .toList();
        return gate.asMono().thenReturn(new Page(from, publications));
    }

    @Test
    void whoComesWhileAPageIsFetchedWaitsForIt() {
        var pages = new PageCache(this::fetch, 1 << 20);
        var one = pages.page(TOPIC, place(600), 300).toFuture();
        var other = pages.page(TOPIC, place(600), 301).toFuture();

        gate.tryEmitValue(true);

        assertThat(fetched).containsExactly("257-512");
        assertThat(one.join()).isSameAs(other.join());
        assertThat(Objects.requireNonNull(pages.page(TOPIC, place(600), 512).block())
                        .has(512))
                .isTrue();
        assertThat(fetched).hasSize(1);
    }

    @Test
    void theLastPageIsCompletedByWhatFollows() {
        gate.tryEmitValue(true);
        var pages = new PageCache(this::fetch, 1 << 20);

        assertThat(Objects.requireNonNull(pages.page(TOPIC, place(10), 5).block())
                        .next())
                .isEqualTo(11);
        assertThat(Objects.requireNonNull(pages.page(TOPIC, place(20), 12).block())
                        .publications())
                .hasSize(20);
        assertThat(fetched).containsExactly("1-10", "11-20");
    }

    /** The head has moved on between two who ask. */
    @Test
    void whoWantsMoreThanIsBeingFetchedHasItFetchedToo() {
        var pages = new PageCache(this::fetch, 1 << 20);
        var one = pages.page(TOPIC, place(10), 5).toFuture();
        var other = pages.page(TOPIC, place(20), 15).toFuture();

        gate.tryEmitValue(true);

        assertThat(one.join().next()).isEqualTo(11);
        assertThat(other.join().has(15)).isTrue();
        assertThat(fetched).containsExactly("1-10", "11-20");
    }

    @Test
    void keepsAsManyAsThereIsRoomFor() {
        gate.tryEmitValue(true);
        var pages = new PageCache(this::fetch, 150_000);
        for (var offset = 1; offset <= 1_024; offset += Page.SIZE) {
            pages.page(TOPIC, place(1_024), offset).block();
        }

        pages.page(TOPIC, place(1_024), 1_024).block();
        pages.page(TOPIC, place(1_024), 1).block();

        assertThat(fetched).containsExactly("1-256", "257-512", "513-768", "769-1024", "1-256");
    }

    @Test
    void aFaultIsNotKept() {
        var pages = new PageCache(this::fetch, 1 << 20);
        gate.tryEmitError(new IllegalStateException("away"));
        assertThatThrownBy(() -> pages.page(TOPIC, place(10), 5).block()).hasMessage("away");

        gate = Sinks.one();
        gate.tryEmitValue(true);

        assertThat(Objects.requireNonNull(pages.page(TOPIC, place(10), 5).block())
                        .has(5))
                .isTrue();
    }

    private static Place place(long head) {
        return new Place(1, 1, "e", head, 1);
    }
}
