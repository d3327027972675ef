package io.trunkline.gateway.tls;

import io.netty.handler.ssl.SslContextBuilder;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Which certificate is shown to whom, by the host that a client asks for. */
interface Certificates {
    /**
     * What the host's certificates are kept by, one of a number that strangers cannot raise; at once.
     *
     * @param host null where a client asks for none
     */
    String key(@Nullable String host);

    /** A server with this certificate; may take a moment. */
    SslContextBuilder server(String key) throws GeneralSecurityException;
}
