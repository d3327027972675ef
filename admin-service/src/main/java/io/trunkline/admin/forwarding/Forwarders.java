package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.ApplicationParts;
import io.trunkline.admin.application.Precondition;
import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import io.trunkline.admin.security.Caller;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** All that can be done with forwarders. What is given back is as callers may see it. */
final class Forwarders {

    /** How many an application may have; each holds a connection and a buffer on every gateway. */
    static final int MOST = 10;

    private static final Pattern FORWARDER_ID = Pattern.compile("[0-9a-f]{32}");

    private final ForwarderRows rows;
    private final ForwarderDocuments documents;
    private final ApplicationParts applications;

    Forwarders(ForwarderRows rows, ForwarderDocuments documents, ApplicationParts applications) {
        this.rows = rows;
        this.documents = documents;
        this.applications = applications;
    }

    Mono<ForwarderList> all(String appId) {
        return applications
                .exists(appId)
                .thenMany(rows.all(appId))
                .map(forwarder -> forwarder.shown(null))
                .collectList()
                .map(ForwarderList::new);
    }

    Mono<Forwarder> find(String appId, String forwarderId) {
        return applications.exists(appId).then(stored(appId, forwarderId)).map(forwarder -> forwarder.shown(null));
    }

    Mono<Forwarder> create(Caller caller, String appId, ObjectNode body) {
        ForwarderSettings settings = documents.settings(body);
        List<String> given = body.propertyNames().stream().sorted().toList();
        return applications.inTurn(
                appId,
                turn -> rows.count(appId)
                        .doOnNext(Forwarders::checkRoom)
                        .map(count ->
                                new Forwarder(applications.freshId(), turn.version(), turn.at(), turn.at(), settings))
                        .flatMap(made -> rows.put(appId, made)
                                .then(applications.moved(turn, deed(caller, "create", made.forwarderId(), given)))
                                .thenReturn(made.shown(isGiven(body) ? null : settings.secret()))));
    }

    /** Applies a merge patch; one that changes nothing is no change. */
    Mono<Forwarder> patch(Caller caller, Address address, Precondition precondition, ObjectNode patch) {
        return applications.inTurn(
                address.appId(),
                turn -> stored(address.appId(), address.forwarderId()).flatMap(before -> {
                    precondition.check("forwarder", before.version());
                    ForwarderSettings settings = documents.patched(before, patch);
                    List<String> changed = documents.changes(before.settings(), settings);
                    return changed.isEmpty()
                            ? Mono.just(before.shown(null))
                            : replace(caller, turn, before, settings, changed)
                                    .map(after -> isGiven(patch) ? after.shown(null) : after);
                }));
    }

    Mono<Void> delete(Caller caller, Address address, Precondition precondition) {
        return applications
                .inTurn(
                        address.appId(),
                        turn -> stored(address.appId(), address.forwarderId())
                                .doOnNext(there -> precondition.check("forwarder", there.version()))
                                .flatMap(there -> rows.delete(there.forwarderId())
                                        .then(applications.moved(
                                                turn, deed(caller, "delete", there.forwarderId(), List.of())))
                                        .thenReturn(there)))
                .then();
    }

    /** Where a forwarder is found. */
    record Address(String appId, String forwarderId) {}

    private Mono<Forwarder> replace(
            Caller caller,
            ApplicationParts.Turn turn,
            Forwarder before,
            ForwarderSettings settings,
            List<String> changed) {
        var after = new Forwarder(before.forwarderId(), turn.version(), before.createdAt(), turn.at(), settings);
        @Nullable
        String fresh = Objects.equals(before.settings().secret(), settings.secret()) ? null : settings.secret();
        return rows.put(turn.appId(), after)
                .then(applications.moved(turn, deed(caller, "update", after.forwarderId(), changed)))
                .thenReturn(after.shown(fresh));
    }

    /** Whether the caller brought the secret of a webhook along: then it is known there, and not repeated. */
    private static boolean isGiven(ObjectNode body) {
        return body.hasNonNull("secret");
    }

    private Mono<Forwarder> stored(String appId, String forwarderId) {
        Mono<Forwarder> found =
                FORWARDER_ID.matcher(forwarderId).matches() ? rows.find(appId, forwarderId) : Mono.empty();
        return found.switchIfEmpty(
                Mono.error(() -> ProblemException.of(ProblemCode.NOT_FOUND, "There is no forwarder " + forwarderId)));
    }

    /** 409 for an application that has as many as it may. */
    static void checkRoom(long count) {
        if (count >= MOST) {
            throw ProblemException.of(ProblemCode.LIMIT_REACHED, "An application has at most " + MOST + " forwarders");
        }
    }

    private static ApplicationParts.Deed deed(Caller caller, String verb, String forwarderId, List<String> fields) {
        var named = fields.stream().map(field -> forwarderId + "." + field).toList();
        return new ApplicationParts.Deed(
                caller.auditName(), "forwarder." + verb, named.isEmpty() ? List.of(forwarderId) : named);
    }
}
