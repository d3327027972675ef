package io.trunkline.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Databases;
import io.trunkline.gateway.database.TestDatabase;
import io.trunkline.mqtt.SavedSession;
import io.trunkline.mqtt.SessionStore;
import io.trunkline.mqtt.SessionStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract, kept by the database. */
class PostgresSessionStoreIT extends SessionStoreContract {
    private final List<Database> databases = new ArrayList<>();
    private final String url = TestDatabase.create();

    @Override
    protected SessionStore store() {
        var database = Databases.on(url);
        databases.add(database);
        database.ready().block();
        return new PostgresSessionStore(database);
    }

    @Override
    protected SessionStore reopened(SessionStore store) {
        databases.forEach(Database::stop);
        databases.clear();
        return store();
    }

    @Test
    void oneThatALaterVersionWroteHoldsUpNoOther() {
        givesBackWhatWasWrittenLast();
        TestDatabase.execute(url, "insert into gateway.mqtt_session values ('app/later', '\\x63')");

        assertThat(reopened(store()).all().map(SavedSession::id).collectList().block())
                .containsExactly("app/r");
    }

    @AfterEach
    void stop() {
        databases.forEach(Database::stop);
    }
}
