package io.trunkline.admin.topics;

import io.trunkline.admin.application.ApplicationParts;
import io.trunkline.admin.application.ChangedFields;
import io.trunkline.admin.application.Precondition;
import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import io.trunkline.admin.security.Caller;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All that can be done with topic settings. */
final class Topics {

    /** How many an application may have; gateways match each new topic against all of them. */
    static final int MOST = 100;

    private static final String WHAT = "topic setting";

    private final TopicRows rows;
    private final JsonMapper json;
    private final ApplicationParts applications;

    Topics(TopicRows rows, JsonMapper json, ApplicationParts applications) {
        this.rows = rows;
        this.json = json;
        this.applications = applications;
    }

    /** Where a setting is found. */
    record Address(String appId, String pattern) {}

    /** A setting as it is now, and whether there was none before. */
    record Put(TopicSetting setting, boolean made) {}

    Mono<TopicList> all(String appId) {
        return applications
                .exists(appId)
                .thenMany(rows.all(appId))
                .collectList()
                .map(TopicList::new);
    }

    Mono<TopicSetting> find(Address address) {
        return applications.exists(address.appId()).then(stored(address));
    }

    /** Makes or replaces a setting; one that stays what it is, is no change. */
    Mono<Put> put(Caller caller, Address address, Precondition precondition, ObjectNode body) {
        String pattern = TopicPattern.check(address.pattern());
        TopicSettings settings = TopicReader.read(body);
        return applications.inTurn(
                address.appId(),
                turn -> rows.find(address.appId(), pattern)
                        .doOnNext(before -> precondition.check(WHAT, before.version()))
                        .flatMap(before -> replace(caller, turn, before, settings))
                        .switchIfEmpty(Mono.defer(() -> {
                            precondition.checkAbsent(WHAT);
                            return make(caller, turn, pattern, settings, body.propertyNames());
                        })));
    }

    Mono<Void> delete(Caller caller, Address address, Precondition precondition) {
        return applications
                .inTurn(
                        address.appId(),
                        turn -> stored(address)
                                .doOnNext(there -> precondition.check(WHAT, there.version()))
                                .flatMap(there -> rows.delete(address.appId(), there.pattern())
                                        .then(applications.moved(
                                                turn, deed(caller, "delete", there.pattern(), List.of())))
                                        .thenReturn(there)))
                .then();
    }

    private Mono<Put> make(
            Caller caller,
            ApplicationParts.Turn turn,
            String pattern,
            TopicSettings settings,
            Collection<String> given) {
        var made = new TopicSetting(pattern, turn.version(), turn.at(), turn.at(), settings);
        return rows.count(turn.appId())
                .doOnNext(Topics::checkRoom)
                .then(rows.put(turn.appId(), made))
                .then(applications.moved(turn, deed(caller, "put", pattern, given)))
                .thenReturn(new Put(made, true));
    }

    private Mono<Put> replace(Caller caller, ApplicationParts.Turn turn, TopicSetting before, TopicSettings settings) {
        if (before.settings().equals(settings)) {
            return Mono.just(new Put(before, false));
        }
        var after = new TopicSetting(before.pattern(), turn.version(), before.createdAt(), turn.at(), settings);
        Collection<String> changed =
                ChangedFields.between(json.valueToTree(before.settings()), json.valueToTree(settings));
        return rows.put(turn.appId(), after)
                .then(applications.moved(turn, deed(caller, "put", after.pattern(), changed)))
                .thenReturn(new Put(after, false));
    }

    private Mono<TopicSetting> stored(Address address) {
        return rows.find(address.appId(), address.pattern())
                .switchIfEmpty(Mono.error(() ->
                        ProblemException.of(ProblemCode.NOT_FOUND, "There is no topic setting " + address.pattern())));
    }

    private static void checkRoom(long count) {
        if (count >= MOST) {
            throw ProblemException.of(
                    ProblemCode.LIMIT_REACHED, "An application has at most " + MOST + " topic settings");
        }
    }

    private static ApplicationParts.Deed deed(Caller caller, String verb, String pattern, Collection<String> fields) {
        var named = fields.stream().sorted().map(field -> pattern + "." + field).toList();
        return new ApplicationParts.Deed(
                caller.auditName(), "topic." + verb, named.isEmpty() ? List.of(pattern) : named);
    }
}
