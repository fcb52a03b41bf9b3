"""Peers: with whom an organisation may be compared, what may be shown of them, and where the organisation stands.

``cells``       the groups peers are looked up in — industry × region × size × period — and the order in which a group is widened
``disclosure``  which groups may be shown, so that no group below *k* comes out, neither by itself nor by subtraction
``selection``   whom one is compared with: the narrowest group that may be shown and is large enough
``standing``    percentile with its interval, quantiles, the rules for small numbers, and the estimate that borrows strength

Everything is pure and knows nothing of files; ``assess.method.distribution`` holds the records these rules are applied to.
"""
