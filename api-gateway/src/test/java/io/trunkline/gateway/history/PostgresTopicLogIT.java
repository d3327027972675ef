package io.trunkline.gateway.history;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.testkit.TopicLogContract;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.gateway.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract, kept by a log whose topics are durable. */
class PostgresTopicLogIT extends TopicLogContract {
    private final List<RunningLog> logs = new ArrayList<>();

    @Override
    protected TopicLog log(VirtualWorld world) {
        var log = RunningLog.on(TestDatabase.create(), world).ready();
        logs.add(log);
        return log.log();
    }

    @Override
    protected Retention as(Retention wished) {
        return wished.asDurable();
    }

    @AfterEach
    void stop() {
        logs.forEach(RunningLog::close);
    }
}
