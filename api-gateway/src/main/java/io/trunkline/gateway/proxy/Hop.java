package io.trunkline.gateway.proxy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

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

    private Hop() {}

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
