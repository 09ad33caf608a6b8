package dev.pollux.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** Makes HTML of a page's Markdown. Its links work on the forge, where they name files, and here, where they name pages. */
final class Markdown {
    private static final int DESCRIPTION_LENGTH = 160;
    private static final Pattern NUMBER_WITH_UNIT =
            Pattern.compile("(\\d) (ns|µs|ms|s|B|KB|MB|GB|KiB|MiB|GiB|M|%|×)(?![\\p{L}\\p{N}])");

    private final Parser parser =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private final BinaryOperator<String> links;

    /** @param links makes the site's link of a page's path and its link */
    Markdown(BinaryOperator<String> links) {
        this.links = links;
    }

    Page page(String source, String text) {
        Node document = parser.parse(text);
        Reader reader = new Reader(source);
        document.accept(reader);
        HtmlRenderer renderer = HtmlRenderer.builder()
                .nodeRendererFactory(
                        context -> new Blocks(context, reader.ids)) // before the tables' own: the first is taken
                .extensions(List.of(TablesExtension.create()))
                .attributeProviderFactory(context -> Markdown::alignByStyle)
                .build();
        return new Page(source, reader.title, reader.description, renderer.render(document), reader.headings);
    }

    /** HTML has no attribute for it any more. */
    private static void alignByStyle(Node node, String tag, Map<String, String> attributes) {
        String align = attributes.remove("align");
        if (align != null) {
            attributes.put("class", align);
        }
    }

    /** What a page says of itself. It also turns the links. */
    private final class Reader extends AbstractVisitor {
        private final String source;
        private final Map<Heading, String> ids = new HashMap<>();
        private final Map<String, Integer> used = new HashMap<>();
        private final List<Page.Heading> headings = new ArrayList<>();
        private String title = "";
        private String description = "";

        private Reader(String source) {
            this.source = source;
        }

        @Override
        public void visit(Heading heading) {
            String text = text(heading);
            String id = slug(text);
            int before = used.merge(id, 1, Integer::sum) - 1;
            String own = before == 0 ? id : id + "-" + before;
            ids.put(heading, own);
            if (heading.getLevel() == 1) {
                title = text;
            } else if (heading.getLevel() <= 3) {
                headings.add(new Page.Heading(heading.getLevel(), own, text));
            }
            visitChildren(heading);
        }

        @Override
        public void visit(Paragraph paragraph) {
            if (description.isEmpty()) {
                description = shortened(text(paragraph));
            }
            visitChildren(paragraph);
        }

        /** A number and its unit stay on one line. */
        @Override
        public void visit(Text text) {
            text.setLiteral(NUMBER_WITH_UNIT.matcher(text.getLiteral()).replaceAll("$1\u00a0$2"));
        }

        @Override
        public void visit(Link link) {
            if (!link.getDestination().matches("[a-z]+:.*")) {
                link.setDestination(links.apply(source, link.getDestination()));
            }
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            image.setDestination(links.apply(source, image.getDestination()));
            visitChildren(image);
        }
    }

    private static String shortened(String text) {
        if (text.length() <= DESCRIPTION_LENGTH) {
            return text;
        }
        int end = text.lastIndexOf(". ", DESCRIPTION_LENGTH);
        return end > DESCRIPTION_LENGTH / 4
                ? text.substring(0, end + 1)
                : text.substring(0, text.lastIndexOf(' ', DESCRIPTION_LENGTH)) + " …";
    }

    /** As the forges that show Markdown name a heading. */
    static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }

    /** What differs from the renderer's own: headings have anchors, tables scroll, code has marks. */
    private record Blocks(HtmlNodeRendererContext context, Map<Heading, String> ids) implements NodeRenderer {
        @Override
        public java.util.Set<Class<? extends Node>> getNodeTypes() {
            return java.util.Set.of(
                    Heading.class, TableBlock.class, FencedCodeBlock.class, IndentedCodeBlock.class, Code.class);
        }

        @Override
        public void render(Node node) {
            HtmlWriter writer = context.getWriter();
            if (node instanceof Code code) {
                writer.raw("<code>" + breakable(Html.escape(code.getLiteral()), code) + "</code>");
                return;
            }
            writer.line();
            if (node instanceof Heading heading) {
                String tag = "h" + heading.getLevel();
                writer.tag(tag, Map.of("id", ids.get(heading)));
                children(node);
                if (heading.getLevel() > 1) {
                    writer.raw(" <a class=\"anchor\" href=\"#" + ids.get(heading)
                            + "\" aria-label=\"Link to this section\">#</a>");
                }
                writer.tag("/" + tag);
            } else if (node instanceof FencedCodeBlock code) {
                writer.raw(Html.code(code.getLiteral(), code.getInfo().split(" ")[0]));
            } else if (node instanceof IndentedCodeBlock code) {
                writer.raw(Html.code(code.getLiteral(), ""));
            } else {
                writer.raw("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>");
                children(node);
                writer.raw("</table></div>");
            }
            writer.line();
        }

        /** A long name in a table may go on in the next line, where its next word begins. Else it would make the table wide. */
        private static String breakable(String html, Code code) {
            boolean isLong =
                    code.getParent() instanceof TableCell && code.getLiteral().length() > 16;
            return isLong ? html.replaceAll("(?<=[a-z][./_(])|(?<=[a-z])(?=[A-Z])", "<wbr>") : html;
        }

        private void children(Node node) {
            for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
        }
    }
}
