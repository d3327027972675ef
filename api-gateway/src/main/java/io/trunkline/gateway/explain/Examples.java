package io.trunkline.gateway.explain;

/** What answers look like, for the description. */
final class Examples {
    static final String ONE = """
            {"verdict":"not-delivered","reason":"no-subscription",
             "text":"The connection subscribed to chat only at 2026-01-01T10:00:02Z; the message was published at 2026-01-01T10:00:00Z.",
             "message":{"id":"0198c1c0a1b27c3d8e4f5a6b7c8d9e0f","topic":"chat","publishedAt":"2026-01-01T10:00:00Z","qos":0,"deliveries":3},
             "connection":{"id":"0123abcd0123abcd0123abcd0123abcd","kind":"websocket","subject":"ann","since":"2026-01-01T10:00:01Z",
              "subscriptions":["main","chat"]},
             "steps":[{"station":"admit","outcome":"accepted","at":"2026-01-01T10:00:00Z"},{"station":"record","outcome":"not-kept"},
              {"station":"match","outcome":"no-match","at":"2026-01-01T10:00:00Z"}]}""";

    static final String ALL = """
            {"text":"Of the connections that were subscribed to it, 1 has it or will, and 1 has not.",
             "message":{"id":"m-1","topic":"chat","publishedAt":"2026-01-01T10:00:00Z","qos":1,"deliveries":1},
             "reached":[{"connection":"0123abcd0123abcd0123abcd0123abcd","subject":"ann","verdict":"delivered","reason":"delivered"}],
             "missed":[{"connection":"89abcdef89abcdef89abcdef89abcdef","subject":"bob","verdict":"not-delivered","reason":"slow-reader"}],
             "complete":true}""";

    private Examples() {}
}
