package io.trunkline.gateway;

import io.trunkline.gateway.tls.ServerTls;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecureWebConfiguration.HttpsProperties.class)
class SecureWebConfiguration {

    /**
     * @param enabled whether everything HTTP is there by TLS as well
     * @param port 0 for any free one
     */
    @ConfigurationProperties("trunkline.https")
    record HttpsProperties(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("8884") int port) {}

    @Bean
    SecureWebServer secureWebServer(
            HttpsProperties settings, Blueprint blueprint, HttpHandler handler, ServerTls serverTls) {
        return new SecureWebServer(blueprint, handler, serverTls, settings);
    }

    @Bean
    Blueprint blueprint(
            ReactorResourceFactory resources,
            ObjectProvider<NettyServerCustomizer> netty,
            ObjectProvider<WebServerFactoryCustomizer<?>> spring) {
        return () -> {
            var factory = new NettyReactiveWebServerFactory();
            factory.setResourceFactory(resources);
            netty.orderedStream().forEach(factory::addServerCustomizers);
            customize(factory, spring);
            return factory;
        };
    }

    /** Makes factories as Spring Boot sets up its own. */
    @FunctionalInterface
    interface Blueprint {
        NettyReactiveWebServerFactory factory();
    }

    @SuppressWarnings("unchecked")
    private static void customize(WebServerFactory factory, ObjectProvider<WebServerFactoryCustomizer<?>> spring) {
        LambdaSafe.callbacks(
                        WebServerFactoryCustomizer.class, spring.orderedStream().toList(), factory)
                .withLogger(SecureWebConfiguration.class)
                .invoke(customizer -> customizer.customize(factory));
    }
}
