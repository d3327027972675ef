package io.trunkline.gateway.cursor;

import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.testkit.CursorStoreContract;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Databases;
import io.trunkline.gateway.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract, kept by the database. */
class PostgresCursorStoreIT extends CursorStoreContract {
    private final List<Database> databases = new ArrayList<>();

    @Override
    protected CursorStore store(VirtualWorld world) {
        var database = Databases.on(TestDatabase.create());
        databases.add(database);
        database.ready().block();
        return new PostgresCursorStore(new CursorRows(database), world);
    }

    @AfterEach
    void stop() {
        databases.forEach(Database::stop);
    }
}
