package io.halfshake.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Verifies that the pages of {@code docs/recipes} show what is compiled and run.
 *
 * <p>The page {@code some-name.md} belongs to the package {@code recipes.somename} of one consumer. Its Java blocks are
 * the files of that package, whole, but for the line with the package. Its dependencies are in that consumer's pom, in
 * whichever scope.
 */
public final class RecipePages {
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(.*?)^```$");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>.*?</dependency>");
    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z0-9-]+\\.md)\\)");
    private static final Path SOURCES = Path.of("src", "main", "java", "recipes");
    private static final String INDEX = "README.md";

    private RecipePages() {}

    /**
     * Verifies the pages of one consumer.
     *
     * @param pages the directory that has them
     * @param consumer the directory of the project, as the invoker plugin runs it
     * @return how many there are
     * @throws IOException if a file cannot be read
     * @throws IllegalStateException if a page and the code differ
     */
    public static int verify(Path pages, Path consumer) throws IOException {
        String pom = condensed(Files.readString(consumer.resolve("interpolated-pom.xml")));
        List<Path> recipes = list(consumer.resolve(SOURCES));
        for (Path recipe : recipes) {
            Path page = pageOf(pages, recipe);
            String text = Files.readString(page);
            verifyCode(page, text, recipe);
            for (String dependency : find(DEPENDENCY, text, 0)) {
                require(pom.contains(condensed(dependency)), page, "dependency", "one of the pom", dependency);
            }
        }
        return recipes.size();
    }

    /**
     * Verifies that each page has a recipe in one of the consumers, and a link in the index.
     *
     * @param pages the directory that has them
     * @param consumers the directory with all consumers
     * @return how many pages there are
     * @throws IOException if a file cannot be read
     * @throws IllegalStateException if one is missing
     */
    public static int verifyIndex(Path pages, Path consumers) throws IOException {
        List<Path> recipes = list(consumers).stream()
                .map(consumer -> consumer.resolve(SOURCES))
                .filter(Files::isDirectory)
                .flatMap(sources -> list(sources).stream())
                .toList();
        List<String> expected = recipes.stream()
                .map(recipe -> pageOf(pages, recipe).getFileName().toString())
                .sorted()
                .toList();
        Path index = pages.resolve(INDEX);
        List<String> linked =
                find(LINK, Files.readString(index), 1).stream().sorted().toList();
        require(linked.equals(expected), index, "links", expected.toString(), linked.toString());
        List<String> present = list(pages).stream()
                .map(page -> page.getFileName().toString())
                .filter(page -> !page.equals(INDEX))
                .toList();
        require(present.equals(expected), pages, "pages", expected.toString(), present.toString());
        return expected.size();
    }

    private static void verifyCode(Path page, String text, Path recipe) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (Path source : list(recipe)) {
            String code = Files.readString(source);
            expected.put(
                    code.substring(code.indexOf("\n\n") + 2),
                    source.getFileName().toString());
        }
        for (String block : find(JAVA, text, 1)) {
            require(expected.remove(block) != null, page, "block", "a file of " + recipe, "\n" + block);
        }
        require(expected.isEmpty(), page, "files of " + recipe + " without a block", "none", expected.values() + "");
    }

    private static Path pageOf(Path pages, Path recipe) {
        String name = recipe.getFileName().toString();
        List<Path> found = list(pages).stream()
                .filter(page -> page.getFileName().toString().replace("-", "").equals(name + ".md"))
                .toList();
        require(found.size() == 1, pages, "pages of the recipe " + name, "1", found.toString());
        return found.get(0);
    }

    private static List<String> find(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(group))
                .toList();
    }

    /** Without the scope: a user may have another one. */
    private static String condensed(String xml) {
        return xml.replaceAll("<!--.*?-->|<scope>.*?</scope>|\\s", "");
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException("directory: " + directory + " (expected a readable one)", e);
        }
    }

    private static void require(boolean kept, Path page, String what, String expected, String actual) {
        if (!kept) {
            throw new IllegalStateException(page + ": " + what + ": " + actual + " (expected " + expected + ")");
        }
    }
}
