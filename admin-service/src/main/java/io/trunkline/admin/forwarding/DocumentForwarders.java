package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.AmazonForwarders;
import io.trunkline.admin.application.ApplicationParts.Turn;
import io.trunkline.admin.problem.ProblemException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The forwarders that stand in their application's document: rows like all others, told by their name. */
final class DocumentForwarders implements AmazonForwarders {

    private final ForwarderRows rows;
    private final ForwarderDocuments documents;
    private final Supplier<String> ids;

    DocumentForwarders(ForwarderRows rows, ForwarderDocuments documents, Supplier<String> ids) {
        this.rows = rows;
        this.documents = documents;
        this.ids = ids;
    }

    @Override
    public Mono<Map<String, ObjectNode>> shown(Collection<String> appIds) {
        return rows.named(appIds, DocumentField.names()).collectList().map(this::byApplication);
    }

    private Map<String, ObjectNode> byApplication(List<ForwarderRows.Owned> all) {
        var shown = new HashMap<String, ObjectNode>();
        for (var owned : all) {
            ForwarderSettings settings = owned.forwarder().settings();
            ObjectNode tree = documents.stripped(settings.shown(null));
            Arrays.stream(DocumentField.values())
                    .filter(field -> field.is(settings))
                    .forEach(field -> shown.computeIfAbsent(owned.appId(), first -> tree.objectNode())
                            .set(field.wireName(), tree));
        }
        return shown;
    }

    @Override
    public Mono<List<String>> apply(Turn turn, ObjectNode patch) {
        return Flux.fromArray(DocumentField.values())
                .filter(field -> patch.has(field.wireName()))
                .concatMap(field -> stored(turn, field)
                        .flatMap(before -> apply(turn, field, before.orElse(null), patch.get(field.wireName()))))
                .flatMapIterable(changed -> changed)
                .collectList();
    }

    private Mono<Optional<Forwarder>> stored(Turn turn, DocumentField field) {
        return rows.named(List.of(turn.appId()), List.of(field.wireName()))
                .map(ForwarderRows.Owned::forwarder)
                .filter(forwarder -> field.is(forwarder.settings()))
                .next()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<List<String>> apply(Turn turn, DocumentField field, @Nullable Forwarder before, JsonNode patch) {
        if (patch.isNull()) {
            return before == null
                    ? Mono.just(List.of())
                    : rows.delete(before.forwarderId()).thenReturn(List.of(field.wireName()));
        }
        if (!(patch instanceof ObjectNode fields)) {
            throw ProblemException.invalid(field.wireName(), "must be an object");
        }
        if (before == null) {
            // the vendor's way to say that there is none
            return fields.valueStream().allMatch(JsonNode::isNull)
                    ? Mono.just(List.of())
                    : create(turn, field, documents.patched(field, null, fields));
        }
        return update(turn, field, before, documents.patched(field, before.settings(), fields));
    }

    private Mono<List<String>> create(Turn turn, DocumentField field, ForwarderSettings settings) {
        var made = new Forwarder(ids.get(), turn.version(), turn.at(), turn.at(), settings);
        return rows.count(turn.appId())
                .doOnNext(Forwarders::checkRoom)
                .then(rows.put(turn.appId(), made))
                .thenReturn(List.of(field.wireName()));
    }

    private Mono<List<String>> update(Turn turn, DocumentField field, Forwarder before, ForwarderSettings settings) {
        List<String> changed = documents.changes(before.settings(), settings).stream()
                .map(name -> field.wireName() + "." + name)
                .toList();
        var after = new Forwarder(before.forwarderId(), turn.version(), before.createdAt(), turn.at(), settings);
        return changed.isEmpty()
                ? Mono.just(changed)
                : rows.put(turn.appId(), after).thenReturn(changed);
    }
}
