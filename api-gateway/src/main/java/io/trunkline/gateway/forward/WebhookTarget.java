package io.trunkline.gateway.forward;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** An HTTP endpoint of the application's owner, sent one signed request at a time. */
final class WebhookTarget implements Target {
    private final WebClient client;
    private final InstantSource clock;
    private final URI url;
    private final String secret;

    WebhookTarget(WebClient client, InstantSource clock, URI url, String secret) {
        this.client = client;
        this.clock = clock;
        this.url = url;
        this.secret = secret;
    }

    @Override
    public int most() {
        return 1;
    }

    /** Signed anew for each try, so that a receiver may refuse what is old. */
    @Override
    public Mono<List<Outcome>> send(List<Parcel> parcels) {
        var parcel = parcels.get(0);
        var signature = Signature.of(secret, clock.instant().getEpochSecond(), parcel.json());
        return client.post()
                .uri(url)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.USER_AGENT, "Trunkline")
                .header("Trunkline-Id", parcel.id())
                .header("Trunkline-Signature", signature)
                .bodyValue(parcel.json())
                .exchangeToMono(WebhookTarget::outcome);
    }

    private static Mono<List<Outcome>> outcome(ClientResponse answer) {
        var status = answer.statusCode().value();
        return answer.releaseBody().thenReturn(List.of(Outcome.ofStatus(status, "HTTP " + status)));
    }
}
