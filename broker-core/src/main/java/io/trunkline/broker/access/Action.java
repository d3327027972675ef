package io.trunkline.broker.access;

/** What a permission allows beyond publishing and subscribing on a pattern; named by the claim that grants it. */
public enum Action {
    MANAGE_SUBSCRIBERS("realtime:admin:manage:subscribers"),
    MANAGE_CONNECTIONS("realtime:admin:manage:connections"),
    MANAGE_APPLICATION("realtime:admin:manage:application");

    private final String claim;

    Action(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
