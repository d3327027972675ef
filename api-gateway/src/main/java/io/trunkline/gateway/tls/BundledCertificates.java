package io.trunkline.gateway.tls;

import io.netty.handler.ssl.SslContextBuilder;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** The operator's own certificates, each of a Spring SSL bundle and for the hosts that it names itself; the first serves all other hosts. */
final class BundledCertificates implements Certificates {
    private static final int DNS_NAME = 2;

    private final SslBundles bundles;
    private final List<String> names;
    private final Map<String, List<String>> hosts = new ConcurrentHashMap<>();

    /** @param names of the bundles, at least one */
    BundledCertificates(SslBundles bundles, List<String> names) {
        this.bundles = bundles;
        this.names = names;
        names.forEach(name -> {
            hosts.put(name, hosts(bundles.getBundle(name)));
            bundles.addBundleUpdateHandler(name, changed -> hosts.put(name, hosts(changed)));
        });
    }

    @Override
    public String key(@Nullable String host) {
        return names.stream()
                .filter(name -> host != null && serves(name, host.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(names.get(0));
    }

    private boolean serves(String bundle, String host) {
        return hosts.getOrDefault(bundle, List.of()).stream().anyMatch(pattern -> matches(pattern, host));
    }

    /** RFC 6125, section 6.4.3: an asterisk is one whole label, the first. */
    private static boolean matches(String pattern, String host) {
        var rest = host.indexOf('.');
        return pattern.equals(host) || (rest > 0 && pattern.equals("*" + host.substring(rest)));
    }

    private static List<String> hosts(SslBundle bundle) {
        try {
            var store = bundle.getStores().getKeyStore();
            return store == null ? List.of() : hosts(store);
        } catch (KeyStoreException | CertificateParsingException e) {
            throw new IllegalStateException("the certificate of an SSL bundle cannot be read", e);
        }
    }

    private static List<String> hosts(KeyStore store) throws KeyStoreException, CertificateParsingException {
        var found = new ArrayList<String>();
        for (var alias : Collections.list(store.aliases())) {
            found.addAll(hosts(store, alias));
        }
        return found;
    }

    private static List<String> hosts(KeyStore store, String alias)
            throws KeyStoreException, CertificateParsingException {
        if (!(store.getCertificate(alias) instanceof X509Certificate certificate)) {
            return List.of();
        }
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives == null
                ? List.of()
                : alternatives.stream()
                        .filter(name -> name.get(0).equals(DNS_NAME))
                        .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                        .toList();
    }

    @Override
    public SslContextBuilder server(String key) {
        var bundle = bundles.getBundle(key);
        var builder = SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory());
        var options = bundle.getOptions();
        if (options.getEnabledProtocols() != null) {
            builder.protocols(options.getEnabledProtocols());
        }
        return options.getCiphers() == null ? builder : builder.ciphers(List.of(options.getCiphers()));
    }
}
