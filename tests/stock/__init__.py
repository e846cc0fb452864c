"""wagtail-localize as it comes, on a small site of its own.

``scenarios`` tells each story once, over the interface ``world.World``. Here it is told about the
small site of ``house`` (settings: ``settings``), in a process of its own (``run``); the suite tells
it about the project.
"""
