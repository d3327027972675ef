package io.trunkline.admin.directory;

import io.r2dbc.spi.ConnectionFactories;
import io.trunkline.admin.application.ApplicationChanges;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DirectoryProperties.class)
class DirectoryConfiguration {

    @Bean
    DirectoryFeed directoryFeed(
            ApplicationChanges changes, R2dbcConnectionDetails database, DirectoryProperties properties) {
        // not the pool: listening holds its connection for good
        var connections = ConnectionFactories.get(database.getConnectionFactoryOptions());
        return new DirectoryFeed(changes, new ChangeSignal(connections, properties.poll()), properties.heartBeat());
    }
}
