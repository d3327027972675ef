package io.trunkline.gateway.session;

import io.trunkline.gateway.database.Database;
import io.trunkline.mqtt.ParcelStore;
import io.trunkline.mqtt.SessionStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where MQTT sessions are kept, and what waits for them: in the database where there is one, else they end with the process. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    SessionStore sessionStore(ObjectProvider<Database> database) {
        var there = database.getIfAvailable();
        return there == null ? SessionStore.FORGETFUL : new PostgresSessionStore(there);
    }

    @Bean
    ParcelStore parcelStore(ObjectProvider<Database> database) {
        var there = database.getIfAvailable();
        return there == null ? ParcelStore.FORGETFUL : new PostgresParcelStore(there);
    }
}
