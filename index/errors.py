"""What can go wrong between a folder of files and a searchable index.

IndexingError
├── ArticleFileError      one file cannot be an article; the others go on
├── FolderError           the folder of articles is missing, unreadable or empty
├── IndexLockedError      another process owns the index
├── IndexMissingError     nothing has been indexed yet
├── IndexBrokenError      the stored index cannot be opened or read
└── ModelFileError        a file of a shipped model is missing or altered

``str(error)`` says what is wrong; ``hint`` says what to do; ``retryable`` says whether the same call may work later.
"""


class IndexingError(Exception):
    """Any failure of the index that a person can act on."""

    hint: str = ""
    retryable: bool = False


class ArticleFileError(IndexingError):
    """One file cannot be read as an article."""

    hint = "Replace or remove the file, then index again."


class FolderError(IndexingError):
    """There is no folder of articles to index."""

    hint = "Set ARTICLES_DIR to a folder with at least one .txt or .md file."


class IndexLockedError(IndexingError):
    """Another process owns the index: embedded Chroma loses vectors when two processes write."""

    hint = "Stop that process, or wait until it ends, or set DATA_DIR to another folder."
    retryable = True


class IndexMissingError(IndexingError):
    """Nothing has been indexed in this data folder."""

    hint = "Run `python -m index` first."


class IndexBrokenError(IndexingError):
    """The database is there and cannot be used."""

    hint = "Remove the data folder (DATA_DIR) and run `python -m index`: the articles themselves are not in it."


class ModelFileError(IndexingError):
    """A file of a model that ships with the project is missing, truncated or altered."""

    hint = "Restore it with `git checkout -- FILE`, or make it anew as the README.md in its folder says."
