"""benign: an unrelated cell that does not parse"""
here I wanted to write down my thoughts about (He et al., 2015
