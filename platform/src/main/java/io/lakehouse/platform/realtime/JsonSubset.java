package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether what Pinot has is what was asked for: Pinot answers with its defaults filled in. */
final class JsonSubset {
    private JsonSubset() {}

    /**
     * Whether everything wanted stands in what is there. Lists must be equal, but an empty one, like a null, may be
     * absent; in a list of objects each is compared likewise. Scalars are compared by their text.
     */
    static boolean holds(JsonNode wanted, JsonNode there) {
        if (wanted.isObject()) {
            var fields = wanted.fields();
            while (fields.hasNext()) {
                var field = fields.next();
                if (!holds(field.getValue(), there.path(field.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        if (wanted.isArray()) {
            if (wanted.size() != there.size()) {
                return false;
            }
            for (var i = 0; i < wanted.size(); i++) {
                if (!holds(wanted.get(i), there.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (wanted.isNull()) {
            return there.isNull() || there.isMissingNode();
        }
        return there.isValueNode() && wanted.asText().equals(there.asText());
    }
}
