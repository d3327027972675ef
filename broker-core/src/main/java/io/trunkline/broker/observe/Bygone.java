package io.trunkline.broker.observe;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import java.time.Instant;
import java.util.List;

/**
 * A client's line that has ended.
 *
 * @param kind through what kind of door it came, in lower case
 * @param since when it was opened
 * @param interests what it was subscribed to in the end
 */
public record Bygone(Principal principal, String kind, Instant since, List<Interest> interests, Reason reason) {}
