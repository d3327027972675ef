package io.trunkline.admin.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

/** A gateway's view of the change feed over a real socket: everything it heard, in order. */
public final class FeedReader implements AutoCloseable {

    private final List<ServerSentEvent<String>> heard = new CopyOnWriteArrayList<>();
    private final Disposable connection;
    private volatile boolean ended;

    /** @param query such as {@code ?since=4}, or empty */
    public FeedReader(RunningAdmin admin, String query) {
        this(admin, query, headers -> {});
    }

    /** A reader that comes back, say with {@code Last-Event-ID}. */
    public FeedReader(RunningAdmin admin, String query, Consumer<HttpHeaders> headers) {
        this.connection = WebClient.create(admin.baseUrl())
                .get()
                .uri("/internal/v1/directory/changes" + query)
                .header("Authorization", "Bearer " + RunningAdmin.SERVICE)
                .headers(headers)
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .doFinally(signal -> ended = true)
                .subscribe(heard::add, error -> {});
    }

    /** Changes and resets, without heart-beats. */
    public List<ServerSentEvent<String>> events() {
        return heard.stream().filter(event -> event.event() != null).toList();
    }

    public List<Long> ids() {
        return events().stream().map(event -> Long.valueOf(event.id())).toList();
    }

    public long heartBeats() {
        return heard.stream().filter(event -> event.comment() != null).count();
    }

    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        connection.dispose();
    }
}
