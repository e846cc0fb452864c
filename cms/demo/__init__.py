"""The demo: content in two languages as data files, and the steps that load it.

``content`` holds the files, ``reading`` reads them, ``prose`` and ``bodies`` turn them into
values of fields, ``drawing`` makes the pictures. ``accounts``, ``site``, ``snippets`` and
``sessions`` make objects in the way people do, ``translating`` translates and releases them.
"""
