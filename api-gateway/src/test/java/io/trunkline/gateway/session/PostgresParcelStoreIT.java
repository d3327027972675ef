package io.trunkline.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Databases;
import io.trunkline.gateway.database.TestDatabase;
import io.trunkline.mqtt.ParcelStore;
import io.trunkline.mqtt.ParcelStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract, kept by the database. */
class PostgresParcelStoreIT extends ParcelStoreContract {
    private final List<Database> databases = new ArrayList<>();
    private final String url = TestDatabase.create();

    @Override
    protected ParcelStore store() {
        var database = Databases.on(url);
        databases.add(database);
        database.ready().block();
        return new PostgresParcelStore(database);
    }

    @Override
    protected ParcelStore reopened(ParcelStore store) {
        databases.forEach(Database::stop);
        databases.clear();
        return store();
    }

    @Test
    void oneThatALaterVersionWroteHoldsUpNoOther() {
        givesBackWhatWasWrittenInItsOrder();
        TestDatabase.execute(url, "insert into gateway.mqtt_parcel values (1, '\\x63', '\\x63')");

        assertThat(reopened(store()).read().block().parcels()).hasSize(2);
    }

    @AfterEach
    void stop() {
        databases.forEach(Database::stop);
    }
}
