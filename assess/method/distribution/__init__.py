"""The records of a data set, kept so that a group's distribution is read rather than computed.

``records``  who stands where with which scores, found by organisation
``columns``  *sorted columns*: records ordered by place, and within a place by score, one column for each score. A group that is one place
             is a slice: its quantiles are looked up and a percentile is two bisections, whether the data set holds six hundred records or a
             million. A wider group is a few slices merged: exact as well. Where a group has more than ``EXACT_UP_TO`` members even merging
             is too slow, so for these there is a *histogram cube* with bins of half a point; what is read from it is off by less than
             half a point of score, and says so
``tables``   records and columns together: what questions are put to
``growth``   one more record: columns are shifted and histograms get one more; nothing is sorted or counted again unless the record opens
             a place where nobody stood

Arrays may be memory maps: only what a question touches is read. What may be *shown* of a group is decided by ``peers.disclosure``.
"""
