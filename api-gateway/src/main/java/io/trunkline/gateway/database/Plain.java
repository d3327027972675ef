package io.trunkline.gateway.database;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Statements without parameters. Of one of them that is cancelled before its rows are there the driver hands the result, which nobody sees, to whoever releases what
 * is discarded, and to nobody else; with parameters it releases the rows itself.
 */
public final class Plain {
    private Plain() {}

    /** What one says, as it is read; cancelled, it is read to its end all the same. */
    public static <T> Flux<T> ask(Connection connection, String sql, Function<Result, Publisher<T>> read) {
        return Flux.defer(() ->
                        Flux.from(connection.createStatement(sql).execute()).flatMap(read))
                .doOnDiscard(
                        Result.class,
                        unseen -> Flux.from(unseen.getRowsUpdated())
                                .onErrorComplete()
                                .subscribe());
    }
}
