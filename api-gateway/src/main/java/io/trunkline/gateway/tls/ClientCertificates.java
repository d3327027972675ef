package io.trunkline.gateway.tls;

import io.netty.handler.ssl.ClientAuth;
import org.jspecify.annotations.Nullable;

/**
 * What a listener asks of its clients in their TLS handshakes.
 *
 * @param asked NONE: no certificate; WANT: it may come without; NEED: it may not
 * @param trust the SSL bundle whose authorities sign clients; only null where none is asked for
 */
public record ClientCertificates(Asked asked, @Nullable String trust) {
    public static final ClientCertificates NONE = new ClientCertificates(Asked.NONE, null);

    public ClientCertificates {
        if ((asked == Asked.NONE) != (trust == null)) {
            throw new IllegalArgumentException("client certificates need a bundle of authorities, and serve one");
        }
    }

    /** How much a certificate is wanted. */
    public enum Asked {
        NONE(ClientAuth.NONE),
        WANT(ClientAuth.OPTIONAL),
        NEED(ClientAuth.REQUIRE);

        private final ClientAuth auth;

        Asked(ClientAuth auth) {
            this.auth = auth;
        }

        ClientAuth auth() {
            return auth;
        }
    }
}
