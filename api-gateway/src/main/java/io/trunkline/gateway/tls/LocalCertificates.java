package io.trunkline.gateway.tls;

import io.netty.handler.ssl.SslContextBuilder;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of the local authority: one for the configured names, and one for each host under the base domain that a client asks for.
 *
 * @param names of this machine, the first of them by which it is mostly called
 * @param baseDomain whose hosts are all ours
 */
record LocalCertificates(LocalAuthority authority, List<String> names, String baseDomain) implements Certificates {
    private static final String OURS = "";

    /** Names of other parties are not signed, whoever asks. */
    @Override
    public String key(@Nullable String host) {
        var asked = host == null ? OURS : host.toLowerCase(Locale.ROOT);
        return asked.endsWith("." + baseDomain) && isHost(asked) ? asked : OURS;
    }

    private static boolean isHost(String name) {
        return name.length() <= 253 && name.matches("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9-]+");
    }

    @Override
    public SslContextBuilder server(String key) throws GeneralSecurityException {
        var identity = authority.server(key.equals(OURS) ? names : List.of(key));
        return SslContextBuilder.forServer(identity.key(), identity.chain());
    }
}
