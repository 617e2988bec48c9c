from typing import List, Tuple


def split_extension(filename: str) -> Tuple[str, str]:
    """Split a file name into its stem and its extension (with the dot).

    The extension starts at the last dot. A dot that is the very first
    character does not start an extension. Without extension the second
    part is the empty string.

    >>> split_extension("report.pdf")
    ('report', '.pdf')
    >>> split_extension("backup.tar.gz")
    ('backup.tar', '.gz')
    >>> split_extension(".bashrc")
    ('.bashrc', '')
    """
    dot = filename.rfind(".")
    if dot <= 0:
        return filename, ""
    return filename[:dot], filename[dot:]


def rename_all(filenames: List[str], extension: str) -> List[str]:
    """Give all the files the extension, in place of the one they have.

    >>> rename_all(["a.txt", "b"], ".md")
    ['a.md', 'b.md']
    """
    return [split_extension(name)[0] + extension for name in filenames]
