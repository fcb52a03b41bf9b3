"""From a result to something a person holds in his hands: data → HTML → PDF, and the same data as sheets, Word and JSON.

``data``      a result in words, in one language: the only place where something is decided
``charts``    the figures of a report, drawn by ``figures``
``design``    the designs of the shelf ``reports/``
``html``      a design filled with data, in a sandbox
``pdf``       the page laid out and written as PDF/UA; the only module that knows WeasyPrint
``sheets``, ``word``, ``document``   the workbook, the Word summary, the JSON document
``exports``   the table of endings
``service``   one report, or many over several processes

Each step can be looked at and tested alone.
"""
