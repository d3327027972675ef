package io.trunkline.gateway.tls;

import io.netty.handler.ssl.SslContextBuilder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Certificates of the local authority: one for the configured names, and one for each host under the base domain that a client asks for. */
final class LocalCertificates implements Certificates {
    /** The last used; another is signed again, which costs no more than the handshake it is for. */
    static final int MOST = 1_000;

    static final String OURS = "";

    private static final Duration RENEWED_BEFORE_ITS_END = LocalAuthority.GOOD_FOR.dividedBy(3);

    private final LocalAuthority authority;
    private final List<String> names;
    private final String suffix;
    private final Map<String, Identity> signed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Identity> eldest) {
            return size() > MOST;
        }
    };

    /**
     * @param names of this machine, the first of them by which it is mostly called
     * @param baseDomain whose hosts are all ours
     */
    LocalCertificates(LocalAuthority authority, List<String> names, String baseDomain) {
        this.authority = authority;
        this.names = names;
        this.suffix = "." + baseDomain;
    }

    /** One context for all hosts: whoever asks for many names takes nobody's context, and waits in nobody's way. */
    @Override
    public String key(@Nullable String host) {
        return OURS;
    }

    @Override
    public SslContextBuilder server(String key) {
        return SslContextBuilder.forServer(new LocalKeys(this));
    }

    /** By which name the certificate for a host is kept; names of other parties are not signed, whoever asks. */
    String name(@Nullable String host) {
        var asked = host == null ? OURS : host.toLowerCase(Locale.ROOT);
        return asked.endsWith(suffix) && isHost(asked) ? asked : OURS;
    }

    private static boolean isHost(String name) {
        return name.length() <= 253 && name.matches("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9-]+");
    }

    /** @param name as {@link #name} says it */
    Identity identity(String name) {
        var there = find(name);
        return there == null ? sign(name) : there;
    }

    private synchronized @Nullable Identity find(String name) {
        var there = signed.get(name);
        return there == null || authority.endsWithin(RENEWED_BEFORE_ITS_END, there) ? null : there;
    }

    /** Several at a time, each on the loop of its own handshake. */
    private Identity sign(String name) {
        try {
            var made = authority.server(name.equals(OURS) ? names : List.of(name));
            synchronized (this) {
                signed.put(name, made);
            }
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the local authority cannot sign", e);
        }
    }
}
