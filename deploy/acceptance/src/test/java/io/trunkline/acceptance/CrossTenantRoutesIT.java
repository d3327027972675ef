package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Every operation that the three services document, called for one application with all that another one has: a new route is called from its first day on. */
@ExtendWith(SharedPlatform.class)
class CrossTenantRoutesIT {
    private final Platform platform;
    private final List<Operation> operations;
    private final List<Tenant> tenants = new ArrayList<>();

    CrossTenantRoutesIT(Platform platform) {
        this.platform = platform;
        operations = Operation.all(platform.installation());
    }

    @AfterEach
    void leave() {
        tenants.forEach(Tenant::close);
    }

    private Tenant tenant(String name) throws InterruptedException {
        var tenant = new Tenant(Api.of(platform), name);
        tenants.add(tenant);
        return tenant;
    }

    private Stream<DynamicTest> about(Predicate<Operation> which, ThrowingConsumer<Operation> test) {
        return operations.stream()
                .filter(which)
                .map(operation -> dynamicTest(operation.toString(), () -> test.accept(operation)));
    }

    @TestFactory
    Stream<DynamicTest> nothingOfAnApplicationIsServedToAnother() throws InterruptedException {
        var mine = tenant("mine");
        var theirs = tenant("theirs");
        return operations.stream()
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    for (var token :
                            Arrays.asList(theirs.adminToken(), theirs.clientToken("guest"), "not-a-token", null)) {
                        var call = Call.of(operation, operation.url(mine.parameters(), token), token);

                        if (operation.isAbout("appId")) {
                            assertThat(call.isRefused()).as("%s", call).isTrue();
                        } else {
                            assertThat(call.isServed() && call.body().contains(mine.id()))
                                    .as("%s", call)
                                    .isFalse();
                        }
                    }
                    assertThat(mine.isConnected()).isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatBelongsToAnApplicationIsNotFoundInAnother() throws InterruptedException {
        var mine = tenant("mine");
        var theirs = tenant("theirs");
        var parameters = new HashMap<>(mine.parameters());
        parameters.put("appId", theirs.id());
        return about(operation -> operation.isAbout("connectionId") || operation.isAbout("forwarderId"), operation -> {
            for (var token : List.of(theirs.adminToken(), platform.operatorToken())) {
                var call = Call.of(operation, operation.url(parameters, token), token);

                assertThat(call.isRefused()).as("%s", call).isTrue();
            }
            assertThat(mine.isConnected()).isTrue();
        });
    }

    /** Else a refusal would show nothing. */
    @TestFactory
    Stream<DynamicTest> itsOwnerOrTheOperatorIsServed() {
        return about(operation -> operation.isAbout("appId"), operation -> {
            var mine = tenant("owner");

            var calls = Stream.of(mine.clientToken("me"), mine.adminToken(), platform.operatorToken())
                    .map(token -> Call.of(operation, operation.url(mine.parameters(), token), token))
                    .toList();

            assertThat(calls).anyMatch(Call::isServed);
        });
    }
}
