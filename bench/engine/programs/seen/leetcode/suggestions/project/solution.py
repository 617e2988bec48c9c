from typing import List, Optional


class TrieNode:
    def __init__(self):
        self.children = {}
        self.words = []


class Solution:
    def suggestedProducts(self, products: List[str], searchWord: str) -> List[List[str]]:
        root = TrieNode()
        for product in sorted(products):
            node = root
            for ch in product:
                if ch not in node.children:
                    node.children[ch] = TrieNode()
                node = node.children[ch]
                if len(node.words) < 3:
                    node.words.append(product)

        result = []
        node: Optional[TrieNode] = root
        for ch in searchWord:
            if node and ch in node.children:
                node = node.children[ch]
                result.append(node.words)
            else:
                result.append([])
        return result
