package io.halfshake.cli;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads a page back as XML, which refuses what a browser would guess at. */
public final class Xhtml {
    private final Document document;

    private Xhtml(Document document) {
        this.document = document;
    }

    public static Xhtml parse(String page) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setExpandEntityReferences(false);
            return new Xhtml(factory.newDocumentBuilder().parse(new InputSource(new StringReader(page))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(e.getMessage() + " in:\n" + page.substring(0, Math.min(2_000, page.length())), e);
        }
    }

    public List<Element> elements(String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** Those that have the class, among others or alone. */
    public List<Element> elements(String tag, String className) {
        return elements(tag).stream()
                .filter(element -> Arrays.asList(element.getAttribute("class").split(" ", -1))
                        .contains(className))
                .toList();
    }

    /** The texts of all elements of a kind. */
    public List<String> texts(String tag) {
        return elements(tag).stream().map(Element::getTextContent).toList();
    }

    /** The data of the paths of a class. */
    public List<String> paths(String className) {
        return elements("path", className).stream()
                .map(path -> path.getAttribute("d"))
                .toList();
    }

    /** The value beside a name in the first list that has it. */
    public String fact(String name) {
        List<String> names = texts("dt");
        int index = names.indexOf(name);
        if (index < 0) {
            throw new AssertionError("fact: " + name + " (expected one of " + names + ")");
        }
        return texts("dd").get(index).strip();
    }
}
