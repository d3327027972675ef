package io.trunkline.gateway.realtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a batch: one result for each message, in the batch's order. */
record BatchResults(List<Result> results) {

    /**
     * How one message fared: one of the two.
     *
     * @param published it was accepted
     * @param problem it was refused
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(@Nullable Published published, @Nullable Problem problem) {
        static Result of(Published published) {
            return new Result(published, null);
        }

        static Result of(Refused no) {
            return new Result(null, Problem.of(no));
        }
    }
}
