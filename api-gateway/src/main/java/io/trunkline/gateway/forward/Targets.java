package io.trunkline.gateway.forward;

import io.trunkline.gateway.directory.Forwarder;
import java.net.URI;
import java.time.InstantSource;
import org.springframework.web.reactive.function.client.WebClient;

/** Makes a target of what an owner configured. */
final class Targets {
    private final WebClient client;
    private final InstantSource clock;
    private final Aws aws;

    /** @param client the guarded one, for addresses of tenants' choice */
    Targets(WebClient client, InstantSource clock, Aws aws) {
        this.client = client;
        this.clock = clock;
        this.aws = aws;
    }

    /** @throws RuntimeException where something is missing that its kind needs, or the kind is not known */
    Target of(Forwarder settings) {
        return switch (settings.kind()) {
            case "sqs" -> new SqsTarget(aws, settings);
            case "sns" -> new SnsTarget(aws, settings);
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
