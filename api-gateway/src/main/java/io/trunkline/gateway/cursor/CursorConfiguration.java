package io.trunkline.gateway.cursor;

import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.cursor.MemoryCursorStore;
import io.trunkline.gateway.database.Database;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where cursors are kept: in the database where there is one, else in memory. */
@Configuration(proxyBeanMethods = false)
class CursorConfiguration {

    @Bean
    CursorStore cursorStore(InstantSource clock, ObjectProvider<Database> database) {
        var there = database.getIfAvailable();
        return there == null ? new MemoryCursorStore(clock) : new PostgresCursorStore(new CursorRows(there), clock);
    }
}
