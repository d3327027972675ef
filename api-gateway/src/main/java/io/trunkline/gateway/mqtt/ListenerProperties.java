package io.trunkline.gateway.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.tls.ClientCertificates;
import io.trunkline.mqtt.MqttListener.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One port for MQTT.
 *
 * @param enabled whether it is opened
 * @param port 0 for any free one
 * @param dialects who may log in, by their names; asked in this order
 * @param anonymousApplication who comes without credentials is a client of this application; absent: nobody comes without
 * @param proxyProtocol whether connections begin with a PROXY protocol header, of version 1 or 2
 * @param trustedProxies from where alone they then may come: addresses and CIDR ranges
 * @param certificates what is asked of clients in their TLS handshakes
 */
record ListenerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("tcp") Transport transport,
        int port,
        @DefaultValue("native") List<String> dialects,
        @Nullable String anonymousApplication,
        @DefaultValue("false") boolean proxyProtocol,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue Certificates certificates) {

    ListenerProperties {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port is 0 (any) to 65535");
        }
        if (proxyProtocol == trustedProxies.isEmpty()) {
            throw new IllegalArgumentException("proxy-protocol needs trusted-proxies, and they are for nothing else");
        }
        if (certificates.asked() != ClientCertificates.Asked.NONE && !transport.isSecure()) {
            throw new IllegalArgumentException("client certificates are shown by TLS and WSS only");
        }
    }

    /**
     * Certificates of clients.
     *
     * @param trust the SSL bundle whose authorities have signed them
     * @param application who shows one, and no credentials, is a client of this application, by the certificate's common name; absent: it opens no
     *     application, and credentials are needed besides
     * @param permissions which those have, as tokens say it
     */
    record Certificates(
            @DefaultValue("none") ClientCertificates.Asked asked,
            @Nullable String trust,
            @Nullable String application,

            @DefaultValue({
                "realtime:publisher:write:topic:*",
                "realtime:publisher:write:topic:!secure/*",
                "realtime:publisher:write:topic:!priv/*"
            })
            List<String> permissions) {

        Certificates {
            if (isGiven(application) && asked == ClientCertificates.Asked.NONE) {
                throw new IllegalArgumentException("an application for certificates, and none is asked for");
            }
        }

        ClientCertificates policy() {
            return new ClientCertificates(asked, isGiven(trust) ? trust : null);
        }

        @Nullable
        ApplicationId opens() {
            return application == null || application.isEmpty() ? null : new ApplicationId(application);
        }
    }

    @Nullable
    ApplicationId open() {
        return anonymousApplication == null || anonymousApplication.isEmpty()
                ? null
                : new ApplicationId(anonymousApplication);
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
