"""Articles as LlamaIndex nodes: the form in which they pass from parsing to embedding to the store.

``ArticleNodeParser`` can be lifted into any LlamaIndex ingestion pipeline. Knows nothing about Chroma.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, MetadataMode, NodeRelationship, TextNode

from index.article import Article, Passage, Sentence
from index.passages import parse

_ARTICLE_FIELDS = ("file", "title", "source", "url", "author", "published", "content_hash")
_EMBEDDED = ("question", "heading")


class ArticleNodeParser(NodeParser):
    """Documents made by ``article_document`` → a node per passage, then a node per sentence, of each.

    Metadata: ``unit``, ``article``, ``number``, ``start``, ``end``; ``passage`` on a sentence; ``heading`` and
    ``question`` where there are any. Offsets are code points of the document's text.
    """

    @classmethod
    def class_name(cls) -> str:
        """LlamaIndex's name for the kind of parser."""
        return "ArticleNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        del show_progress, kwargs
        return [made for node in nodes if isinstance(node, Document) for made in _article_nodes(node)]

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        del parent_doc_map  # it would search each node's text for offsets that we know
        return nodes


def article_document(article: Article) -> Document:
    """``article`` as a Document, with None for what it does not state.

    Chroma merges metadata: what is merely left out would stay as an earlier reading found it.
    """
    metadata = {field: getattr(article, field) for field in _ARTICLE_FIELDS}
    return Document(id_=article.id, text=article.text, metadata=metadata)


def document_article(document_id: str, text: str, metadata: dict[str, Any]) -> Article:
    """The way back from ``article_document``."""
    fields: dict[str, Any] = {field: metadata.get(field) for field in _ARTICLE_FIELDS}
    return Article(id=document_id, text=text, **fields)


def embedded_text(node: BaseNode) -> str:
    """What is embedded for a node: the FAQ question and heading it stands under, then its text."""
    return node.get_content(metadata_mode=MetadataMode.EMBED)


def searched_text(passage: Passage) -> str:
    """What word search sees of a passage: the same words as ``embedded_text``."""
    return "\n".join(part for part in (passage.question, passage.heading, passage.text) if part)


def _article_nodes(document: Document) -> Iterator[TextNode]:
    parsed = parse(document_article(document.node_id, document.text, document.metadata))
    for passage in parsed.passages:
        yield _node(passage, {"unit": "passage"} | _present(question=passage.question, heading=passage.heading))
    for sentence in parsed.sentences:
        # A heading says little about one sentence; the question that it answers says a lot.
        context = _present(question=sentence.passage.question)
        yield _node(sentence, {"unit": "sentence", "passage": sentence.passage.number} | context)


def _present(**context: str) -> dict[str, str]:
    return {key: value for key, value in context.items() if value}


def _node(part: Passage | Sentence, metadata: dict[str, Any]) -> TextNode:
    place = {"article": part.article.id, "number": part.number, "start": part.start, "end": part.end}
    return TextNode(
        id_=part.key,
        text=part.text,
        metadata=metadata | place,
        excluded_embed_metadata_keys=[key for key in (*metadata, *place) if key not in _EMBEDDED],
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}",
        relationships={NodeRelationship.SOURCE: Document(id_=part.article.id).as_related_node_info()},
    )
