package io.trunkline.gateway.directory;

import io.trunkline.broker.access.ApplicationId;
import org.springframework.http.codec.ServerSentEvent;

/** One event of the admin-service's change feed. */
sealed interface FeedEvent {

    /** An application was added or changed. */
    record Put(long version, Application application) implements FeedEvent {}

    /** An application was deleted, or its record cannot be read. */
    record Delete(long version, ApplicationId application) implements FeedEvent {}

    /** The feed cannot go on from where we were: only a snapshot helps. */
    record Reset() implements FeedEvent {}

    /** Nothing happened, and the line is alive. */
    record HeartBeat() implements FeedEvent {}

    /** Reads an event; any RuntimeException if it is not of the agreed form. */
    static FeedEvent of(ServerSentEvent<String> event) {
        var name = event.event() == null ? "" : event.event();
        var data = event.data() == null ? "" : event.data();
        return switch (name) {
            case "put" -> put(version(event), data);
            case "delete" -> new Delete(version(event), new ApplicationId(DirectoryJson.appId(data)));
            case "reset" -> new Reset();
            default -> new HeartBeat();
        };
    }

    private static FeedEvent put(long version, String data) {
        var application = DirectoryJson.application(data);
        return application == null
                ? new Delete(version, new ApplicationId(DirectoryJson.appId(data)))
                : new Put(version, application);
    }

    private static long version(ServerSentEvent<String> event) {
        return Long.parseLong(event.id() == null ? "" : event.id());
    }
}
