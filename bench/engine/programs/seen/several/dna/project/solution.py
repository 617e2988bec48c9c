def reverse_complement(strand):
    """The other strand: A <-> T and C <-> G exchanged, read backwards."""
    result = ""
    for base in strand:
        if base == "A":
            base = "T"
        if base == "T":
            base = "A"
        elif base == "C":
            base = "G"
        else:
            base = "C"
        result = base + result
    return result


def first_gene(strand):
    """The list of codons (three bases each) from the first 'ATG' on, up to
    a stop codon ('TAA', 'TAG' or 'TGA'; it is not in the list) or
    to the end of the strand (incomplete codons are left out).
    An empty list if there is no 'ATG'."""
    i = strand.find("ATG")
    codons = []
    if i == -1:
        return codons
    while i + 3 < len(strand):
        codon = strand[i:i + 3]
        if codon == "TAA" or codon == "TAG" or codon == "TGA":
            return codons
        codons.append(codon)
        i = i + 3
    return codons
