package recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.it.RecipePages;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Path PAGES = Path.of(System.getProperty("docs"), "recipes");

    @Test
    void pages_showWhatIsCompiled() throws Exception {
        assertThat(RecipePages.verify(PAGES, Path.of(""))).isPositive();
    }
}
