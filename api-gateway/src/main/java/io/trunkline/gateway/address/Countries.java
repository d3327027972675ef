package io.trunkline.gateway.address;

import io.trunkline.broker.observe.Country;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What proxies of ours say of the country a request comes from.
 *
 * @param header the one they say it in, which is taken from requests that did not come from them; null where none of them says it
 */
public record Countries(@Nullable String header) {

    /** The last value counts: whoever stands nearest to us has written it. */
    public Country of(HttpHeaders headers) {
        var told = header == null ? null : headers.get(header);
        return told == null || told.isEmpty()
                ? Country.UNKNOWN
                : Country.of(told.get(told.size() - 1).strip());
    }
}
