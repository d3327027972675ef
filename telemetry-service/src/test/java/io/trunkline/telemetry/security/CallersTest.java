package io.trunkline.telemetry.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallersTest {
    private final Callers callers = new Callers(new AccessProperties("operator", "service"));

    @Test
    void knowsTheTwoTokensAndNoOther() {
        assertThat(callers.identify("operator", null)).isEqualTo(new Caller.Operator());
        assertThat(callers.identify("service", null)).isEqualTo(new Caller.Peer());
        assertThat(callers.identify("service", "app")).isEqualTo(new Caller.Owner("app"));
        assertThat(callers.identify("", null)).isNull();
        assertThat(callers.identify("operator ", null)).isNull();
        assertThat(callers.identify("operato", null)).isNull();
    }

    @Test
    void believesNoApplicationOfTheOperator() {
        assertThat(callers.identify("operator", "app")).isEqualTo(new Caller.Operator());
    }

    @Test
    void letsNobodyInByAnOperatorTokenThatIsNotSet() {
        for (var unset : new String[] {null, "", "  "}) {
            var closed = new Callers(new AccessProperties(unset, "service"));

            assertThat(closed.identify("", null)).isNull();
            assertThat(closed.identify("  ", null)).isNull();
            assertThat(closed.identify("null", null)).isNull();
        }
    }

    @Test
    void showsNoTokenInItsText() {
        assertThat(new AccessProperties("secret-one", "secret-two").toString()).doesNotContain("secret");
    }
}
