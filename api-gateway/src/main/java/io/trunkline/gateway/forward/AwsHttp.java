package io.trunkline.gateway.forward;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * Lets Amazon's SDK speak by the gateway's own client: its addresses are of tenants' choice too and checked like a webhook's, and no further event loops are
 * needed. Requests and answers are small and held as a whole.
 */
final class AwsHttp implements SdkAsyncHttpClient {
    /** What the client below says by itself. */
    private static final Set<String> BY_CLIENT = Set.of("host", "content-length", "connection", "transfer-encoding");

    private final WebClient client;

    AwsHttp(WebClient client) {
        this.client = client;
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        var handler = request.responseHandler();
        return octets(request.requestContentPublisher())
                .flatMap(body -> exchange(request.request(), body))
                .doOnNext(answer -> answer(handler, answer))
                .doOnError(handler::onError)
                .then()
                .toFuture();
    }

    private static Mono<byte[]> octets(Publisher<ByteBuffer> content) {
        return Flux.from(content)
                .collect(ByteArrayOutputStream::new, (all, part) -> {
                    var octets = new byte[part.remaining()];
                    part.get(octets);
                    all.writeBytes(octets);
                })
                .map(ByteArrayOutputStream::toByteArray);
    }

    private Mono<ResponseEntity<byte[]>> exchange(SdkHttpRequest request, byte[] body) {
        return client.method(HttpMethod.valueOf(request.method().name()))
                .uri(request.getUri())
                .headers(headers -> copy(request, headers))
                .bodyValue(body)
                .exchangeToMono(answer -> answer.toEntity(byte[].class));
    }

    private static void copy(SdkHttpRequest request, HttpHeaders headers) {
        request.forEachHeader((name, values) -> {
            if (!BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values);
            }
        });
    }

    private static void answer(SdkAsyncHttpResponseHandler handler, ResponseEntity<byte[]> answer) {
        SdkHttpFullResponse.Builder head =
                SdkHttpResponse.builder().statusCode(answer.getStatusCode().value());
        answer.getHeaders().forEach(head::putHeader);
        handler.onHeaders(head.build());
        var body = answer.getBody();
        handler.onStream(body == null ? Flux.empty() : Flux.just(ByteBuffer.wrap(body)));
    }

    @Override
    public String clientName() {
        return "Trunkline";
    }

    /** The client below belongs to the gateway. */
    @Override
    public void close() {}
}
