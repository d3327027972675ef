package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MergePatchTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** The cases of RFC 7396 appendix A whose target and patch are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':'b'}           | {'a':'c'}                | {'a':'c'}",
                "{'a':'b'}           | {'b':'c'}                | {'a':'b','b':'c'}",
                "{'a':'b'}           | {'a':null}               | {}",
                "{'a':'b','b':'c'}   | {'a':null}               | {'b':'c'}",
                "{'a':['b']}         | {'a':'c'}                | {'a':'c'}",
                "{'a':'c'}           | {'a':['b']}              | {'a':['b']}",
                "{'a':{'b':'c'}}     | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]}   | {'a':[1]}                | {'a':[1]}",
                "{'e':null}          | {'a':1}                  | {'e':null,'a':1}",
                "{}                  | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}",
                "{'a':'foo'}         | {'a':{'b':'c'}}          | {'a':{'b':'c'}}",
            })
    void followsTheRfc(String target, String patch, String result) {
        assertThat(MergePatch.apply(object(target), object(patch))).isEqualTo(object(result));
    }

    @Test
    void leavesItsTargetAlone() {
        ObjectNode target = object("{'a':{'b':1}}");

        MergePatch.apply(target, object("{'a':{'b':2}}"));

        assertThat(target).isEqualTo(object("{'a':{'b':1}}"));
    }

    @Test
    void changedFieldsAreNamedByTheirPath() {
        var before = object("{'name':'a','same':1,'gone':1,'authKey':{'key':'old','issuer':[]}}");
        var after = object("{'name':'b','same':1,'come':1,'authKey':{'key':'new','issuer':[]}}");

        assertThat(ChangedFields.between(before, after)).containsExactly("authKey.key", "come", "gone", "name");
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
