package io.trunkline.gateway.database;

import org.flywaydb.core.Flyway;

/** Brings the gateway's schema to what this version needs; blocks, and fails while there is no database. */
record Migration(DatabaseUrl url) {
    void run() {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(
                        url.jdbcUrl(),
                        url.login().user(),
                        String.valueOf(url.login().password()))
                .locations("classpath:db/gateway")
                .schemas("gateway")
                .defaultSchema("gateway")
                .createSchemas(true)
                .load()
                .migrate();
    }
}
