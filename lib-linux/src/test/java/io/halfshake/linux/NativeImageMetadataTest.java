package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.halfshake.spi.EngineProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is looked up by name is in the metadata for native-image, and what is there exists. */
class NativeImageMetadataTest {
    private static final String FILE = "META-INF/native-image/io.halfshake/halfshake-linux/reachability-metadata.json";
    private static final String FOREIGN = "java.lang.foreign.";
    private static final String SERVICE_FILE = "META-INF/services/" + EngineProvider.class.getName();
    private static final Path LINKER = Path.of("src/main/java/io/halfshake/linux/ForeignLinker.java");

    private static final List<Class<?>> PRIMITIVES = List.of(int.class, long.class);

    private final JsonNode metadata = read();

    private static JsonNode read() {
        try (InputStream in = NativeImageMetadataTest.class.getClassLoader().getResourceAsStream(FILE)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(FILE, e);
        }
    }

    @Test
    void reflection_namesWhatExists() throws Exception {
        int elements = 0;
        for (JsonNode type : metadata.get("reflection")) {
            String name = type.get("type").asText();
            if (!name.startsWith(FOREIGN) || ForeignLinker.IS_PRESENT) {
                Class<?> found = type(name);
                for (JsonNode method : type.path("methods")) {
                    assertHas(found, method.get("name").asText(), parameters(method));
                    elements++;
                }
                for (JsonNode field : type.path("fields")) {
                    assertThat(found.getField(field.get("name").asText())).isNotNull();
                    elements++;
                }
            }
        }
        assertThat(elements).isGreaterThan(20);
    }

    private static void assertHas(Class<?> type, String name, Class<?>[] parameters) throws NoSuchMethodException {
        Executable found = name.equals("<init>")
                ? type.getDeclaredConstructor(parameters)
                : type.getDeclaredMethod(name, parameters);
        assertThat(found).isNotNull();
    }

    private static Class<?>[] parameters(JsonNode method) throws ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (JsonNode parameter : method.get("parameterTypes")) {
            types.add(type(parameter.asText()));
        }
        return types.toArray(Class<?>[]::new);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        if (name.endsWith("[]")) {
            return type(name.substring(0, name.length() - 2)).arrayType();
        }
        for (Class<?> primitive : PRIMITIVES) {
            if (primitive.getName().equals(name)) {
                return primitive;
            }
        }
        return Class.forName(name, false, NativeImageMetadataTest.class.getClassLoader());
    }

    @Test
    void reflection_hasEveryFunctionThatJnaBinds() {
        Set<String> bound = Arrays.stream(JnaLibC.Functions.class.getDeclaredMethods())
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(methods("io.halfshake.linux.JnaLibC$Functions"))
                .isEqualTo(bound)
                .isNotEmpty();
        assertThat(entry("io.halfshake.linux.JnaLibC$Functions")
                        .get("jniAccessible")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void reflection_hasEveryProvider() throws IOException {
        try (InputStream in = NativeImageMetadataTest.class.getClassLoader().getResourceAsStream(SERVICE_FILE)) {
            assertThat(in).isNotNull();
        }
        List<String> providers = Files.readAllLines(Path.of("src/main/resources", SERVICE_FILE));
        assertThat(providers)
                .isNotEmpty()
                .allSatisfy(provider -> assertThat(methods(provider)).containsExactly("<init>"));
    }

    @Test
    void reflection_hasWhatTheLinkerLooksUp() throws IOException {
        Matcher lookUps = Pattern.compile(
                        "\\b(invoke|type|arrayOf|option)\\(\\s*\"([\\w$]+)\"(?:,\\s*\"(\\w+)\")?(?:\\)\\.getField\\(\"(\\w+)\")?")
                .matcher(Files.readString(LINKER));
        int found = 0;
        while (lookUps.find()) {
            found++;
            switch (lookUps.group(1)) {
                case "invoke" -> assertMethod(FOREIGN + lookUps.group(2), lookUps.group(3));
                case "option" -> assertMethod(FOREIGN + "Linker$Option", lookUps.group(2));
                case "arrayOf" -> entry(FOREIGN + lookUps.group(2) + "[]");
                default -> assertFields(FOREIGN + lookUps.group(2), lookUps.group(4));
            }
        }
        assertThat(found).isGreaterThan(10);
    }

    /** Null where the name is in a variable. */
    private void assertMethod(String type, String method) {
        Set<String> listed = methods(type);
        if (method != null) {
            assertThat(listed).as(type).contains(method);
        }
    }

    private void assertFields(String type, String field) {
        JsonNode fields = entry(type).path("fields");
        if (field != null) {
            assertThat(fields.findValuesAsText("name")).as(type).contains(field);
        }
    }

    /** The linker's look-ups only say the names: by what else it uses, the shapes of the calls are known. */
    @Test
    void foreign_hasEveryShapeOfCall() throws Exception {
        Set<String> listed = new TreeSet<>();
        for (JsonNode call : metadata.get("foreign").get("downcalls")) {
            assertThat(call.get("returnType").asText()).isEqualTo("jlong");
            assertThat(call.get("parameterTypes"))
                    .allSatisfy(type -> assertThat(type.asText()).isEqualTo("jlong"));
            JsonNode options = call.path("options");
            listed.add(shape(
                    call.get("parameterTypes").size(),
                    options.path("captureCallState").asBoolean(),
                    options.has("firstVariadicArg")));
        }
        assertThat(listed).hasSize(7);
        if (ForeignLinker.IS_PRESENT) {
            assertThat(listed).isEqualTo(linkedShapes());
        }
    }

    private static Set<String> linkedShapes() throws IllegalAccessException {
        LinkedFunctions.link();
        Set<String> shapes = new TreeSet<>();
        for (Field field : LinkedFunctions.class.getDeclaredFields()) {
            if (field.getType() == MethodHandle.class) {
                MethodType type = ((MethodHandle) field.get(LinkedFunctions.get())).type();
                // Where errno goes.
                boolean hasErrno = type.parameterType(0) == Object.class;
                shapes.add(shape(
                        type.parameterCount() - (hasErrno ? 1 : 0),
                        hasErrno,
                        field.getName().equals("syscall")));
            }
        }
        return shapes;
    }

    private static String shape(int parameters, boolean hasErrno, boolean isVariadic) {
        return parameters + (hasErrno ? "" : " without errno") + (isVariadic ? " variadic" : "");
    }

    @Test
    void resources_exist() {
        assertThat(metadata.get("resources").findValuesAsText("glob"))
                .hasSize(3)
                .allSatisfy(glob -> assertThat(
                                NativeImageMetadataTest.class.getClassLoader().getResource(glob))
                        .as(glob)
                        .isNotNull());
    }

    private Set<String> methods(String type) {
        return new TreeSet<>(entry(type).path("methods").findValuesAsText("name"));
    }

    private JsonNode entry(String type) {
        for (JsonNode entry : metadata.get("reflection")) {
            if (entry.get("type").asText().equals(type)) {
                return entry;
            }
        }
        throw new AssertionError(type + ": not in " + FILE);
    }
}
