package io.trunkline.gateway.forward;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.directory.Forwarder;
import io.trunkline.gateway.outgoing.OwnedClients;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Function;
import org.springframework.web.reactive.function.client.WebClient;

/** Makes a target of what an owner configured. */
final class Targets {
    private final OwnedClients clients;
    private final InstantSource clock;
    private final Function<WebClient, Aws> amazon;

    /** @param clients the guarded ones, for addresses of tenants' choice */
    Targets(OwnedClients clients, InstantSource clock, Function<WebClient, Aws> amazon) {
        this.clients = clients;
        this.clock = clock;
        this.amazon = amazon;
    }

    /** @throws RuntimeException where something is missing that its kind needs, or the kind is not known */
    Target of(ApplicationId application, Forwarder settings) {
        var client = clients.of(application.value());
        return switch (settings.kind()) {
            case "sqs" -> new SqsTarget(amazon.apply(client), settings);
            case "sns" -> new SnsTarget(amazon.apply(client), settings);
            case "webhook" ->
                new WebhookTarget(
                        client,
                        clock,
                        URI.create(Aws.required(settings.url(), "url")),
                        Aws.required(settings.secret(), "secret"));
            default -> throw new IllegalArgumentException("unknown kind of forwarder: " + settings.kind());
        };
    }
}
