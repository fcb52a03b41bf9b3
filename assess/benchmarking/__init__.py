"""Benchmarks: records of organisations to be compared with, where a score stands among them, and reference facts.

``dataset``   a data set as a value: what its scores are scores of, where they come from, and the tables of its records
``datasets``  data sets on the shelf and in the data folder: found, read, written
``mapping``   the map by which any table of organisations becomes a data set; ``table`` reads the table, ``importing`` brings it in
``asking``    with whom one wants to be compared, in codes
``position``  where a score stands: the peer group, percentile, quartiles, gaps, as far as they may be shown; ``document`` as JSON
``facts``     published aggregates with their provenance; two constructs never share an axis
``synthetic`` the generator of the SYNTHETIC cohort that ships
"""
