package io.trunkline.acceptance.packets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arguments of a step: words, some of them {@code name=value}. Quotes keep blanks together; {@code x*5000} in quotes is that often an x.
 *
 * @param plain those without a name, in order
 * @param named the others, in order; a name may come twice
 */
record Words(List<String> plain, List<Map.Entry<String, String>> named) {
    private static final Pattern WORD = Pattern.compile("(?:([a-z-]+)=)?(?:\"([^\"]*)\"|(\\S+))(?:\\s+|$)");
    private static final Pattern REPEATED = Pattern.compile("(.)\\*(\\d+)");

    static Words of(String text) {
        var plain = new ArrayList<String>();
        var named = new ArrayList<Map.Entry<String, String>>();
        var word = WORD.matcher(text.strip());
        while (word.lookingAt()) {
            var value = word.group(2) == null ? word.group(3) : repeated(word.group(2));
            if (word.group(1) == null) {
                plain.add(value);
            } else {
                named.add(Map.entry(word.group(1), value));
            }
            word.region(word.end(), text.strip().length());
        }
        return new Words(plain, named);
    }

    private static String repeated(String value) {
        var repeated = REPEATED.matcher(value);
        return repeated.matches() ? repeated.group(1).repeat(Integer.parseInt(repeated.group(2))) : value;
    }

    boolean has(String flag) {
        return plain.contains(flag);
    }

    String get(String name, String otherwise) {
        return named.stream()
                .filter(pair -> pair.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    int number(String name, int otherwise) {
        return Long.decode(get(name, Integer.toString(otherwise))).intValue();
    }

    /** Those whose name begins so, without that beginning. */
    Words under(String prefix) {
        var mine = named.stream()
                .filter(pair -> pair.getKey().startsWith(prefix))
                .map(pair -> Map.entry(pair.getKey().substring(prefix.length()), pair.getValue()))
                .toList();
        return new Words(List.of(), mine);
    }

    Stream<Map.Entry<Property, String>> properties() {
        return named.stream()
                .flatMap(
                        pair -> Property.named(pair.getKey()).stream().map(found -> Map.entry(found, pair.getValue())));
    }
}
