package io.trunkline.gateway.directory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DirectoryProperties.class)
class DirectoryConfiguration {

    @Bean
    Applications applications() {
        return new Applications();
    }

    /** What fills the applications: a file where one is named, else the admin-service. */
    @Bean
    SmartLifecycle directorySource(
            DirectoryProperties properties, Applications applications, WebClient.Builder clients) {
        var file = properties.directory().file();
        if (file != null) {
            return new DirectoryFile(file, applications);
        }
        var kept = new SnapshotFile(properties.dataDir().resolve("directory.json"));
        return new DirectoryFeed(client(properties, clients), applications, kept, properties.directory());
    }

    private static DirectoryClient client(DirectoryProperties properties, WebClient.Builder clients) {
        var token = properties.serviceToken();
        if (token == null || token.isBlank()) {
            throw new NoDirectory(
                    "trunkline.service-token is not set, so that the admin-service will not tell the applications.",
                    "Set TRUNKLINE_SERVICE_TOKEN as for the admin-service, or name a file in TRUNKLINE_DIRECTORY_FILE.");
        }
        var limit = (int) properties.directory().maxSnapshot().toBytes();
        return new DirectoryClient(clients.clone()
                .baseUrl(properties.admin().url().toString())
                .defaultHeaders(headers -> headers.setBearerAuth(token))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(limit))
                .build());
    }

    /** Down, and with it the node's readiness, until the applications are known. */
    @Bean
    ReactiveHealthIndicator directoryHealthIndicator(Applications applications) {
        return () -> Mono.fromSupplier(() -> (applications.isLoaded() ? Health.up() : Health.down()).build());
    }
}
