package io.trunkline.admin.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TopicReaderTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static TopicSettings read(String document) {
        return TopicReader.read((ObjectNode) JSON.readTree(document.replace('\'', '"')));
    }

    @Test
    void whatIsLeftOutIsNotKept() {
        assertThat(read("{}")).isEqualTo(new TopicSettings(0, 0, false, false));
        assertThat(read("{'historySize':null,'durable':null}")).isEqualTo(new TopicSettings(0, 0, false, false));
    }

    @Test
    void readsEverySetting() {
        assertThat(read("{'historySize':100000,'historyAgeSeconds':2678400,'durable':true,'state':true}"))
                .isEqualTo(new TopicSettings(100_000, 2_678_400, true, true));
        assertThat(read("{'durable':true,'state':true}")).isEqualTo(new TopicSettings(0, 0, true, true));
        assertThat(read("{'durable':true,'historySize':1}")).isEqualTo(new TopicSettings(1, 0, true, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'historySize':-1}                            | historySize | 0 to 100000",
                "{'historySize':100001}                        | historySize | 0 to 100000",
                "{'historySize':1.5}                           | historySize | whole number",
                "{'historySize':'7'}                           | historySize | whole number",
                "{'historySize':1,'historyAgeSeconds':-1}      | historyAgeSeconds | 0 to 2678400",
                "{'historySize':1,'historyAgeSeconds':2678401} | historyAgeSeconds | 0 to 2678400",
                "{'historyAgeSeconds':60}                      | historyAgeSeconds | needs a historySize",
                "{'state':true,'historyAgeSeconds':60}         | historyAgeSeconds | needs a historySize",
                "{'durable':true}                              | durable | needs a historySize",
                "{'durable':'yes'}                             | durable | true or false",
                "{'state':1}                                   | state | true or false",
                "{'pattern':'a'}                               | pattern | in the path",
                "{'version':1}                                 | version | given by the server",
                "{'createdAt':'2026-11-21T04:00:00Z'}          | createdAt | given by the server",
                "{'updatedAt':null}                            | updatedAt | given by the server",
                "{'retain':true}                               | retain | not known"
            })
    void refusesAndNamesTheField(String document, String field, String words) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field))
                .hasMessageContaining(words);
    }
}
