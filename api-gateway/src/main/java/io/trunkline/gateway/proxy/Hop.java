package io.trunkline.gateway.proxy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Which headers belong to one hop only and are never handed on (RFC 9110 section 7.6.1). */
final class Hop {
    private static final List<String> OWN = List.of(
            HttpHeaders.CONNECTION,
            "Keep-Alive",
            "Proxy-Connection",
            HttpHeaders.PROXY_AUTHENTICATE,
            HttpHeaders.PROXY_AUTHORIZATION,
            HttpHeaders.TE,
            HttpHeaders.TRAILER,
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.UPGRADE,
            HttpHeaders.EXPECT,
            HttpHeaders.HOST);

    /** The host by which the caller came; kept where an outer proxy has named it already. */
    private static final String FORWARDED_HOST = "X-Forwarded-Host";

    private Hop() {}

    /** The headers of a request for a service, which learns by which host its caller came. */
    static HttpHeaders handedOn(ServerHttpRequest request) {
        var headers = handedOn(request.getHeaders());
        var host = request.getHeaders().getFirst(HttpHeaders.HOST);
        if (host != null && !headers.containsHeader(FORWARDED_HOST)) {
            headers.set(FORWARDED_HOST, host);
        }
        return headers;
    }

    /** A copy without what belongs to the hop it came by. */
    static HttpHeaders handedOn(HttpHeaders headers) {
        var named = headers.getOrEmpty(HttpHeaders.CONNECTION).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        var copy = new HttpHeaders();
        copy.putAll(headers);
        OWN.forEach(copy::remove);
        named.forEach(copy::remove);
        return copy;
    }
}
