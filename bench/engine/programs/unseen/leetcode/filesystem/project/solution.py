from typing import List


class Node:
    def __init__(self):
        self.children = {}
        self.content = ""
        self.isFile = False


class FileSystem:
    def __init__(self):
        self.root = Node()

    def _walk(self, path: str) -> Node:
        node = self.root
        for part in path.split("/"):
            if part:
                node = node.children.setdefault(part, Node())
        return node

    def ls(self, path: str) -> List[str]:
        node = self._walk(path)
        if node.isFile:
            return [path.split("/")[-1]]
        return list(node.children)

    def mkdir(self, path: str) -> None:
        self._walk(path)

    def addContentToFile(self, filePath: str, content: str) -> None:
        node = self._walk(filePath)
        node.isFile = True
        node.content += content

    def readContentFromFile(self, filePath: str) -> str:
        return self._walk(filePath).content
