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
    ChangeSignal changeSignal(R2dbcConnectionDetails database, DirectoryProperties properties) {
        // not the pool: listening holds its connection for good
        return new ChangeSignal(ConnectionFactories.get(database.getConnectionFactoryOptions()), properties.poll());
    }

    @Bean
    DirectoryFeed directoryFeed(ApplicationChanges changes, ChangeSignal signal, DirectoryProperties properties) {
        return new DirectoryFeed(changes, signal, properties.heartBeat());
    }
}
