package io.trunkline.gateway.proxy;

import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.ManagementAccess;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProxyProperties.class)
class ProxyConfiguration {

    @Bean(destroyMethod = "dispose")
    ConnectionProvider upstreamConnections(ProxyProperties properties) {
        return ConnectionProvider.builder("upstream")
                .maxConnections(properties.proxy().maxConnections())
                .pendingAcquireMaxCount(properties.proxy().maxWaiting())
                .pendingAcquireTimeout(properties.proxy().answerWithin())
                .build();
    }

    @Bean
    TenantPass tenantPass(Authenticator authenticator, ProxyProperties properties) {
        return new TenantPass(authenticator, properties.serviceToken());
    }

    @Bean
    Upstream adminService(ProxyProperties properties, HttpClient upstreamClient, WebClient.Builder clients) {
        var client = client(upstreamClient, clients);
        return new Upstream("admin-service", properties.admin().url(), client, properties.proxy());
    }

    @Bean
    ManagementAccess managementAccess(TenantPass pass, Upstream adminService) {
        return new AskedAccess(pass, adminService);
    }

    @Bean
    Upstream telemetryService(ProxyProperties properties, HttpClient upstreamClient, WebClient.Builder clients) {
        var client = client(upstreamClient, clients);
        return new Upstream("telemetry-service", properties.telemetry().url(), client, properties.proxy());
    }

    @Bean
    HttpClient upstreamClient(ConnectionProvider upstreamConnections, LoopResources loops) {
        return HttpClient.create(upstreamConnections).runOn(loops);
    }

    private static WebClient client(HttpClient http, WebClient.Builder clients) {
        return clients.clone()
                .clientConnector(new ReactorClientHttpConnector(http))
                .build();
    }
}
