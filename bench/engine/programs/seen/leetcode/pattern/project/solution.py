class Solution:
    def wordPattern(self, pattern: str, s: str) -> bool:
        words = s.split()
        if len(words) != len(pattern):
            return False
        to_word = {}
        to_char = {}
        for ch, word in zip(pattern, words):
            if to_word.get(ch, word) != word and to_char.get(word, ch) != ch:
                return False
            to_word[ch] = word
            to_char[word] = ch
        return True
