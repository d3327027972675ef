package io.trunkline.gateway.tls;

import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What certificates are made of.
 *
 * @param dataDir the local authority is in its folder {@code tls}
 * @param baseDomain every host under it is ours
 * @param bind an address that servers listen on
 */
@ConfigurationProperties("trunkline")
record TlsProperties(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue("cloudflarepubsub.com") String baseDomain,
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue Tls tls) {

    /**
     * @param bundles names of Spring SSL bundles; none: the local authority signs
     * @param names hosts and addresses, beside those of this machine, in the local authority's certificate
     */
    record Tls(
            @DefaultValue List<String> bundles,
            @DefaultValue List<String> names) {}

    /** The configured names first. */
    List<String> localNames() {
        var names = new LinkedHashSet<>(tls.names());
        names.addAll(List.of("localhost", "127.0.0.1", "::1"));
        if (NetUtil.createByteArrayFromIpAddressString(bind) != null) {
            names.add(bind);
        }
        return new ArrayList<>(names);
    }
}
