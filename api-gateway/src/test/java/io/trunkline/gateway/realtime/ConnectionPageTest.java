package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.Connection;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionPageTest {
    private final AtomicLong asked = new AtomicLong();

    private Connection named(String id) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    asked.incrementAndGet();
                    return id;
                });
    }

    /** In no order. */
    private List<Connection> shuffled(List<String> ids) {
        var all = new ArrayList<>(ids.stream().map(this::named).toList());
        Collections.shuffle(all, new Random(1));
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 7, 8})
    void thePagesTogetherAreAllInOrder(int limit) {
        var ids = List.of("a", "b", "c", "d", "e", "f", "g");
        var all = shuffled(ids);
        var seen = new ArrayList<String>();

        var page = ConnectionPage.of(all.stream(), "", limit);
        seen.addAll(page.connections().stream().map(Connection::id).toList());
        while (!page.isLast()) {
            assertThat(page.connections()).hasSize(limit);
            page = ConnectionPage.of(all.stream(), seen.get(seen.size() - 1), limit);
            seen.addAll(page.connections().stream().map(Connection::id).toList());
        }

        assertThat(seen).isEqualTo(ids);
        assertThat(page.total()).isEqualTo(7);
    }

    @Test
    void behindTheLastThereIsAnEmptyPage() {
        var page = ConnectionPage.of(shuffled(List.of("a", "b")).stream(), "b", 10);

        assertThat(page.connections()).isEmpty();
        assertThat(page.isLast()).isTrue();
        assertThat(page.total()).isEqualTo(2);
    }

    /** Sorting all of them for each page asked for 30 ids of each. */
    @Test
    void onePageDoesNotSortThemAll() {
        var all = shuffled(IntStream.range(0, 20_000)
                .mapToObj(i -> String.format("%06d", i))
                .toList());

        var page = ConnectionPage.of(all.stream(), "", 10);

        assertThat(page.connections()).hasSize(10);
        assertThat(asked.get()).isLessThan(5 * 20_000);
    }
}
