package io.trunkline.admin.application;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The queue and the topic of Amazon's that stand in an application's own document, as the vendor has it. They are forwarders like all others, and kept as
 * such: the document only shows and changes them.
 */
public interface AmazonForwarders {

    /** The field of the topic. */
    String SNS = "amazonSnsForwarder";

    /** The field of the queue. */
    String SQS = "amazonSqsForwarder";

    /** By application the fields that are not empty, without secrets. */
    Mono<Map<String, ObjectNode>> shown(Collection<String> appIds);

    /**
     * Changes an application's, within its turn.
     *
     * @param patch a merge patch of these fields alone
     * @return the names of what changed
     */
    Mono<List<String>> apply(ApplicationParts.Turn turn, ObjectNode patch);

    /** Takes these fields out of a document. */
    static ObjectNode take(ObjectNode document) {
        ObjectNode taken = JsonNodeFactory.instance.objectNode();
        for (String field : List.of(SNS, SQS)) {
            if (document.has(field)) {
                taken.set(field, document.remove(field));
            }
        }
        return taken;
    }
}
